/** What is answered to a request, before a fault makes something else of it. */

export interface Body {
  readonly type: string;
  readonly text: string;
}

/** An answer, and what the request log keeps about the request. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: no body. */
  readonly body?: Body;
  /** The account that the request named. */
  readonly recipient?: string;
  readonly messageIds?: readonly string[];
}

export const jsonBody = (value: object): Body => ({
  type: 'application/json',
  text: JSON.stringify(value),
});

/** A refusal in both shapes in which clients look for its reason, `reply.message` and `error.message`. */
export const refusal = (status: number, message: string, reasons?: readonly string[]): Reply => {
  const reply = { message, ...(reasons && { reasons }) };
  return { status, body: jsonBody({ status: 'error', reply, error: { message } }) };
};

export const OK = { status: 200, body: jsonBody({ status: 'ok', reply: {} }) } satisfies Reply;
