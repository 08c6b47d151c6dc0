import { filterLong } from './longFilter';
import {
  eighthOrder,
  fourSections,
  fourthOrder,
  type Loop,
  oneSection,
  threeSections,
  twoSections,
} from './writtenOut';

/** A stage of a cascade: coefficients, and its state, of length max(length of a, length of b) − 1, which filtering changes. */
export interface Stage {
  b: ArrayLike<number>;
  a: ArrayLike<number>;
  state: Float64Array;
}

/** b₀, a₀, b₁, a₁, … up to the order, divided by a₀. */
function normalised({ b, a }: Stage, order: number): Float64Array {
  const c = new Float64Array(2 * order + 2);
  for (let i = 0; i < b.length; i++) c[2 * i] = b[i] / a[0];
  for (let i = 0; i < a.length; i++) c[2 * i + 1] = a[i] / a[0];
  return c;
}

/** Runs a loop that is made for stages of the given order; those of a lower one are filled up with zeros. */
function filterWrittenOut(loop: Loop, order: number, stages: readonly Stage[], x: Float64Array): void {
  const coefficients = new Float64Array(stages.length * (2 * order + 2));
  const states = new Float64Array(stages.length * order);
  stages.forEach((stage, i) => {
    coefficients.set(normalised(stage, order), i * (2 * order + 2));
    states.set(stage.state, i * order);
  });
  loop(coefficients, states, x);
  stages.forEach(({ state }, i) => state.set(states.subarray(i * order, i * order + state.length)));
}

function filterOne(stage: Stage, x: Float64Array): void {
  const order = stage.state.length;
  if (order <= 2) filterWrittenOut(oneSection, 2, [stage], x);
  else if (order <= 4) filterWrittenOut(fourthOrder, 4, [stage], x);
  else if (order <= 8 && stage.a.length > 1) filterWrittenOut(eighthOrder, 8, [stage], x);
  else filterLong(normalised(stage, order), stage.state, x);
}

const isSection = ({ state }: Stage): boolean => state.length <= 2;
const isMonic = ({ b, a }: Stage): boolean => b[0] === a[0];

/** How many of the sections that come next to run together, which the processor does faster than one after the other. */
function together(sections: readonly Stage[]): number {
  const left = sections.length;
  const monic = (count: number) => sections.slice(1, count).every(isMonic);
  if (left === 1) return 1;
  if (left === 2) return monic(2) ? 2 : 1;
  // Threes are the fastest; what is not a multiple of three is made up of fours, and five of three and two.
  return left % 3 !== 0 && left !== 5 && monic(4) ? 4 : 3;
}

const loops: readonly Loop[] = [oneSection, twoSections, threeSections, fourSections];

/** Filters `x` where it is through all stages, and takes their states along. Transposed direct form II; nothing is checked. */
export function filterInPlace(stages: readonly Stage[], x: Float64Array): void {
  for (let at = 0; at < stages.length; ) {
    const next = stages.slice(at).findIndex((stage) => !isSection(stage));
    const sections = next < 0 ? stages.slice(at) : stages.slice(at, at + next);
    const count = sections.length === 0 ? 1 : together(sections);
    if (count === 1) filterOne(stages[at], x);
    else filterWrittenOut(loops[count - 1], 2, sections.slice(0, count), x);
    at += count;
  }
}
