/** The inbox page and what its buttons do: its files, its stream of events, its actions. */
import { bodyOf } from './body.js';
import { pageFiles } from '../embedded.js';
import type { Fault } from '../state/faults.js';
import type { DeliveryState } from '../state/records.js';
import type { State } from '../state/state.js';
import { type Context, Hono, type HttpBindings, RESPONSE_ALREADY_SENT } from '../vendor.js';

const SECURITY_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const isState = (value: unknown): value is DeliveryState =>
  value === 'delivered' || value === 'read';

const problem = (context: Context, message: string): Response => context.json({ message }, 400);

type PageContext = Context<{ Bindings: HttpBindings }>;

async function jsonOf(context: PageContext): Promise<Record<string, unknown> | undefined> {
  try {
    const value: unknown = JSON.parse((await bodyOf(context.env.incoming)) ?? '');
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function actions(state: State): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  // As the recipient: one message, or with `recipient` all that are in a conversation.
  app.post('/status', async (context) => {
    const { messageId, recipient, state: to } = (await jsonOf(context)) ?? {};
    if (!isState(to)) return problem(context, 'state: must be delivered or read');
    const meant = state.mailbox.messages.filter(
      (message) =>
        message.removed === undefined &&
        (message.messageId === messageId || message.recipient === recipient),
    );
    for (const message of meant) state.mailbox.advance(message.messageId, to);
    return context.json({ changed: meant.length });
  });
  app.post('/faults', async (context) => {
    try {
      const { times, ...fault } = (await jsonOf(context)) ?? {};
      // JSON has no Infinity.
      state.faults.add({ ...fault, times: times === null ? Infinity : times } as Fault);
      return context.json({});
    } catch (error) {
      return problem(context, error instanceof RangeError ? error.message : 'not a fault');
    }
  });
  app.delete('/faults', (context) => {
    state.faults.clear();
    return context.json({});
  });
  app.post('/reset', (context) => {
    state.reset();
    return context.json({});
  });
  return app;
}

/** The routes of the page. */
export function inbox(state: State): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const path of ['/', '/style.css', '/main.js', '/icon.svg']) {
    app.get(path, async (context) => {
      const file = (await pageFiles()).find((one) => one.path === path);
      if (file === undefined) return context.notFound();
      return context.body(file.text, 200, { ...SECURITY_HEADERS, 'Content-Type': file.type });
    });
  }
  app.get('/events', (context) =>
    state.events.listen(context.env.outgoing, state.snapshot())
      ? RESPONSE_ALREADY_SENT
      : context.text('Too many pages are open.', 503),
  );
  app.route('/inbox', actions(state));
  return app;
}
