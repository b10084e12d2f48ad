/** The actions of the page's buttons. Their effect arrives as an event, as every change does. */
import type { NewFault } from '../words/pending-fault.js';

async function act(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void> {
  const response = await fetch(`/inbox/${path}`, {
    method,
    ...(body && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (response.ok) return;
  const { message } = (await response.json()) as { readonly message: string };
  throw new Error(message);
}

export type ReachableState = 'delivered' | 'read';

export const setState = (messageId: string, state: ReachableState): Promise<void> =>
  act('POST', 'status', { messageId, state });

export const readAll = (recipient: string): Promise<void> =>
  act('POST', 'status', { recipient, state: 'read' });

/**
 * JSON has no Infinity; null stands for it.
 * @throws Error saying which field is wrong
 */
export const addFault = ({ times = 1, ...fault }: NewFault): Promise<void> =>
  act('POST', 'faults', { ...fault, times: times === Infinity ? null : times });

export const removeFault = (id: number): Promise<void> => act('DELETE', `faults/${id}`);

export const removeAllFaults = (): Promise<void> => act('DELETE', 'faults');

export const reset = (): Promise<void> => act('POST', 'reset');
