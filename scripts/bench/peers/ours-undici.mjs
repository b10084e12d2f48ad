// The package over undici, for those who send a lot.
import { connect as connectOurs } from './ours.mjs';

export async function connect(to) {
  const { undiciFetch } = await import(`${to.folder}/ours/undici.mjs`);
  return connectOurs({ ...to, fetch: undiciFetch() });
}
