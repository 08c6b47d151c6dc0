import * as dsp from 'polezero/dsp';
import { comparisons } from './comparisons';
import type { Scipy } from './scipy';

export interface Outcome {
  /** Against SciPy, or, where that is farther away than the tolerance, against arbitrary precision. */
  error: number;
  /** Whose results these are compared with; 'both refuse' where neither has one. */
  against: 'SciPy' | 'exact' | 'both refuse';
  /** What is wrong, if something is. */
  trouble?: string;
}

/** Calls a function here and in SciPy and looks how far apart the two results are. */
export async function compare(scipy: Scipy, name: string, args: readonly unknown[]): Promise<Outcome> {
  const { request, error, tolerance, judge, judgedError, alone } = comparisons[name];
  let ours: unknown;
  let refusal: string | undefined;
  try {
    ours = (dsp as unknown as Record<string, (...args: readonly unknown[]) => unknown>)[name](...args);
  } catch (thrown) {
    refusal = String(thrown);
  }
  const theirs = await scipy.ask(request(args));
  if (refusal !== undefined && theirs.error !== undefined) return { error: 0, against: 'both refuse' };
  const judged = async (trouble: string): Promise<Outcome> => {
    if (!judge || refusal !== undefined) return { error: Number.POSITIVE_INFINITY, against: 'SciPy', trouble };
    const exact = await scipy.ask(judge(args, ours, theirs.y));
    if (exact.error !== undefined) return { error: Number.NaN, against: 'exact', trouble: `exact: ${exact.error}` };
    const found = (judgedError ?? error)(ours, exact.y, args);
    const wrong = found <= tolerance ? {} : { trouble: `${trouble}; ${found} off the exact result` };
    return { error: found, against: 'exact', ...wrong };
  };
  if (alone && /IndexError|Failure to converge/.test(theirs.error ?? '') && refusal === undefined) {
    const found = alone(ours, args);
    return {
      error: found,
      against: 'exact',
      ...(found <= tolerance ? {} : { trouble: `${found} off what was asked for` }),
    };
  }
  if (refusal !== undefined) return judged(`refused: ${refusal}`);
  if (theirs.error !== undefined) return judged(`SciPy refuses: ${theirs.error}`);
  const found = error(ours, theirs.y, args);
  return found <= tolerance ? { error: found, against: 'SciPy' } : judged(`${found} off SciPy`);
}
