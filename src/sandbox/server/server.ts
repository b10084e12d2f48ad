/** The HTTP server: refuses strangers, and routes to the API or to the page. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { State } from '../state/state.js';
import { createAdaptorServer, Hono, type HttpBindings, RESPONSE_ALREADY_SENT } from '../vendor.js';
import { answerApi, type ApiParts } from './api.js';
import { findIntrusion } from './guard.js';
import { inbox } from './inbox.js';

function app(state: State, api: ApiParts, getPort: () => number): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.use(async (context, next) => {
    const acts = context.req.path.startsWith('/inbox/');
    const message = findIntrusion(context, getPort(), acts);
    if (message !== undefined) return context.json({ status: 'error', message }, 403);
    return next();
  });
  // Any version: that of the document is the router's to know.
  routes.all('/:version{v\\d+}/*', (context) => answerApi(api, context));
  // A client whose base URL lacks the version is told, and its request is seen on the page.
  routes.use(async (context, next) =>
    context.req.header('authorization') === undefined ? next() : answerApi(api, context),
  );
  routes.route('/', inbox(state));
  routes.notFound((context) => context.json({ status: 'error', message: 'No such page.' }, 404));
  routes.onError((error, context) => {
    // A client that left while it was sending gets no answer; anything else is a mistake of the sandbox.
    if (context.env.outgoing.destroyed) return RESPONSE_ALREADY_SENT;
    const message = `The sandbox failed: ${error.message}`;
    return context.json({ status: 'error', reply: { message }, error: { message } }, 500);
  });
  return routes;
}

export interface ListeningServer {
  readonly port: number;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

/** @throws what listening throws, for example when the port is taken */
export async function listen(
  state: State,
  options: Omit<ApiParts, 'deadlines' | 'faults' | 'mailbox' | 'requestLog'> & { port: number },
): Promise<ListeningServer> {
  const { deadlines, faults, mailbox, requestLog } = state;
  const api = { ...options, deadlines, faults, mailbox, requestLog };
  let port = 0;
  // The global Request and Response are the user's: they are not replaced.
  const server = createAdaptorServer({
    fetch: app(state, api, () => port).fetch,
    overrideGlobalObjects: false,
  }) as Server;
  // Loopback only: the page and its state are for this machine.
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  return {
    port,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
