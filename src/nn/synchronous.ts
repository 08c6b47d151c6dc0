/**
 * What a function gave, of which something is put back where it ends.
 *
 * @param name - the function's
 * @throws TypeError if that is a promise: what the function does after its first `await` would find everything put back already
 */
export function synchronous<T>(name: string, result: T): T {
  if (typeof (result as { then?: unknown } | null | undefined)?.then === 'function')
    throw new TypeError(`${name} gives a promise; it must do all of its work before it returns, without await.`);
  return result;
}
