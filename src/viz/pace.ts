/**
 * How fast work goes, measured from the first step that it is told: one that goes on where it was left has not taken those before.
 *
 * @returns told each step that is done, the milliseconds that one takes; NaN until two are known
 */
export function pace(): (step: number) => number {
  let first: { step: number; time: number } | undefined;
  return (step) => {
    const time = performance.now();
    first ??= { step, time };
    return step > first.step ? (time - first.time) / (step - first.step) : Number.NaN;
  };
}
