/** What a call throws, to be looked at as a whole. @throws when it throws nothing */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
