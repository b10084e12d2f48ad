// Stands between the application and every server, and lets all requests through.
import { setupServer } from 'msw/node';

setupServer().listen({ onUnhandledRequest: 'bypass' });
