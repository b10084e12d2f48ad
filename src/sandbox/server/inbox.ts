/** The routes of the inbox page: its files, its stream of events, and the actions of its buttons. */
import { pageFiles } from '../embedded.js';
import type { Fault } from '../state/fault.js';
import type { DeliveryState } from '../state/records.js';
import type { State } from '../state/state.js';
import { Hono, type HttpBindings, RESPONSE_ALREADY_SENT, secureHeaders } from '../vendor.js';
import { readBody, type ServerContext } from './request.js';

const SECURITY = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    requireTrustedTypesFor: ["'script'"],
    trustedTypes: ["'none'"],
  },
  // This server has no TLS.
  strictTransportSecurity: false,
});

const isReachableState = (value: unknown): value is DeliveryState =>
  value === 'delivered' || value === 'read';

const badRequest = (context: ServerContext, message: string): Response =>
  context.json({ message }, 400);

async function readJson(context: ServerContext): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse((await readBody(context.env.incoming))?.toString() ?? '');
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function actions(state: State): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  // One message, or with `recipient` all messages of a conversation.
  app.post('/status', async (context) => {
    const { messageId, recipient, state: to } = (await readJson(context)) ?? {};
    if (!isReachableState(to)) return badRequest(context, 'state: must be delivered or read');
    const chosen = state.mailbox.messages.filter(
      (message) =>
        message.removed === undefined &&
        (message.messageId === messageId || message.recipient === recipient),
    );
    for (const message of chosen) state.mailbox.advance(message.messageId, to);
    return context.json({ changed: chosen.length });
  });
  app.post('/faults', async (context) => {
    try {
      const { times, ...fault } = (await readJson(context)) ?? {};
      // JSON has no Infinity.
      state.faults.add({ ...fault, times: times === null ? Infinity : times } as Fault);
      return context.json({});
    } catch (error) {
      return badRequest(context, error instanceof RangeError ? error.message : 'not a fault');
    }
  });
  app.delete('/faults', (context) => {
    state.faults.clear();
    return context.json({});
  });
  app.delete('/faults/:id', (context) =>
    context.json({ removed: state.faults.remove(Number(context.req.param('id'))) }),
  );
  app.post('/reset', (context) => {
    state.reset();
    return context.json({});
  });
  return app;
}

export function inbox(state: State): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(SECURITY);
  for (const path of ['/', '/style.css', '/main.js', '/icon.svg']) {
    app.get(path, async (context) => {
      const file = (await pageFiles()).find((one) => one.path === path);
      if (file === undefined) return context.notFound();
      return context.body(file.text, 200, {
        'Cache-Control': 'no-store',
        'Content-Type': file.type,
      });
    });
  }
  app.get('/events', (context) => {
    const latest = Number(context.req.query('latest') ?? NaN);
    const size = Number.isSafeInteger(latest) && latest > 0 ? latest : undefined;
    state.events.listen(context.env.outgoing, () => state.snapshot(size));
    return RESPONSE_ALREADY_SENT;
  });
  app.route('/inbox', actions(state));
  return app;
}
