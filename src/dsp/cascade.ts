/** A stage of a cascade: coefficients, and its state, of length max(length of a, length of b) − 1, which filtering changes. */
export interface Stage {
  b: ArrayLike<number>;
  a: ArrayLike<number>;
  state: Float64Array;
}

type Loop = (x: Float64Array, c: Float64Array, s: Float64Array) => void;

/** Beyond this order a loop over the coefficients takes no longer than one that is written out. */
const longest = 24;
/** As many stages at a time as keep the processor's units busy. */
const together = 6;

const loops = new Map<string, Loop>();

/**
 * The loop over the samples for stages of the given orders, its inner loops written out, so that coefficients and states are local variables
 * and the work on different stages overlaps: three times as fast as loops over arrays. Only numbers go into the text.
 */
function loopFor(orders: readonly number[]): Loop {
  const key = orders.join();
  const known = loops.get(key);
  if (known) return known;
  const names: string[] = [];
  const states: string[] = [];
  const body: string[] = [];
  orders.forEach((order, stage) => {
    for (let i = 0; i <= order; i++) names.push(`b${stage}_${i}`, `a${stage}_${i}`);
    for (let i = 0; i < order; i++) states.push(`s${stage}_${i}`);
    body.push(`v = b${stage}_0 * u${order > 0 ? ` + s${stage}_0` : ''};`);
    for (let i = 1; i <= order; i++) {
      const next = i < order ? `s${stage}_${i} + ` : '';
      body.push(`s${stage}_${i - 1} = ${next}b${stage}_${i} * u - a${stage}_${i} * v;`);
    }
    body.push('u = v;');
  });
  const text = [
    ...names.map((name, i) => `const ${name} = c[${i}];`),
    ...states.map((name, i) => `let ${name} = s[${i}];`),
    `for (let n = 0; n < x.length; n++) { let u = x[n], v = 0; ${body.join(' ')} x[n] = u; }`,
    ...states.map((name, i) => `s[${i}] = ${name};`),
  ].join('\n');
  const loop = new Function('x', 'c', 's', text) as Loop;
  loops.set(key, loop);
  return loop;
}

const normalised = ({ b, a, state }: Stage): number[] =>
  Array.from({ length: state.length + 1 }, (_, i) => [(b[i] ?? 0) / a[0], (a[i] ?? 0) / a[0]]).flat();

function filterWrittenOut(stages: readonly Stage[], x: Float64Array): void {
  const states = Float64Array.from(stages.flatMap(({ state }) => Array.from(state)));
  loopFor(stages.map(({ state }) => state.length))(x, Float64Array.from(stages.flatMap(normalised)), states);
  let at = 0;
  for (const { state } of stages) {
    state.set(states.subarray(at, at + state.length));
    at += state.length;
  }
}

function filterLong({ b, a, state }: Stage, x: Float64Array): void {
  const order = state.length;
  const coefficients = (c: ArrayLike<number>) => Float64Array.from({ length: order + 1 }, (_, i) => (c[i] ?? 0) / a[0]);
  const [forward, back] = [coefficients(b), coefficients(a)];
  const feedback = Math.max(0, a.length - 1);
  for (let n = 0; n < x.length; n++) {
    const input = x[n];
    const output = forward[0] * input + state[0];
    for (let i = 1; i < order; i++) state[i - 1] = state[i] + forward[i] * input;
    state[order - 1] = forward[order] * input;
    for (let i = 1; i <= feedback; i++) state[i - 1] -= back[i] * output;
    x[n] = output;
  }
}

/** Filters `x` where it is through all stages, and takes their states along. Transposed direct form II; nothing is checked. */
export function filterInPlace(stages: readonly Stage[], x: Float64Array): void {
  let waiting: Stage[] = [];
  const flush = () => {
    if (waiting.length > 0) filterWrittenOut(waiting, x);
    waiting = [];
  };
  for (const stage of stages) {
    if (stage.state.length > longest) {
      flush();
      filterLong(stage, x);
    } else if (waiting.push(stage) === together) flush();
  }
  flush();
}
