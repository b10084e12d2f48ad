/** The actions of the page's buttons. Their effect arrives as an event, as every change does. */

async function post(path: string, body: object = {}, method = 'POST'): Promise<void> {
  const response = await fetch(`/inbox/${path}`, {
    method,
    ...(method === 'POST' && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}`);
}

export type ReachableState = 'delivered' | 'read';

export const setState = (messageId: string, state: ReachableState): Promise<void> =>
  post('status', { messageId, state });

export const readAll = (recipient: string): Promise<void> =>
  post('status', { recipient, state: 'read' });

/** @param times how many requests meet the fault; undefined: all, until recovery */
export const addFault = (kind: string, times: number | undefined): Promise<void> =>
  post('faults', { kind, times: times ?? null });

export const recover = (): Promise<void> => post('faults', {}, 'DELETE');

export const reset = (): Promise<void> => post('reset');
