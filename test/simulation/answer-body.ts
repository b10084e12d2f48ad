/** The body of an answer, which comes in pieces, slowly, or not to its end. */
import type { Process } from './clock.js';
import type { Context } from './context.js';

export interface AnswerBody extends AsyncIterable<Uint8Array> {
  /** Ends it, as an abort does. */
  fail(error: Error): void;
}

type Piece = IteratorResult<Uint8Array, undefined>;

/** @param onEnd is called when nothing more of it comes, with whether that was all */
export function timedBody(
  bytes: Uint8Array,
  { clock, faults, random }: Context,
  process: Process,
  onEnd: (isWhole: boolean) => void,
): AnswerBody {
  const breaks = faults.strikes('body breaks off');
  const gap = faults.strikes('body slow') ? random.below(20_000) : 0;
  const size = breaks || gap > 0 ? Math.ceil(bytes.length / random.between(1, 3)) : bytes.length;
  let at = 0;
  let reject: ((error: Error) => void) | undefined;
  let failed: Error | undefined;
  const fail = (error: Error): void => {
    failed ??= error;
    reject?.(failed);
  };
  const next = (): Promise<Piece> => {
    if (failed) return Promise.reject(failed);
    const end = breaks ? Math.min(at + size, bytes.length - 1) : at + size;
    const piece = bytes.subarray(at, end);
    at = end;
    const ends = piece.length === 0;
    const result: Piece = ends ? { done: true, value: undefined } : { done: false, value: piece };
    if (gap === 0 && !(ends && breaks)) {
      if (ends) onEnd(true);
      return Promise.resolve(result);
    }
    return new Promise((resolve, rejectPiece) => {
      reject = rejectPiece;
      clock.after(gap, process, () => {
        if (ends) onEnd(!breaks);
        if (ends && breaks) rejectPiece(new Error('the answer breaks off'));
        else resolve(result);
      });
    });
  };
  return { [Symbol.asyncIterator]: () => ({ next }), fail };
}
