/**
 * Filters `x` where it is by a stage of any order, and takes its state along.
 *
 * Four samples at a time, from the inputs and outputs before them: each coefficient is fetched once for the four, and no state is written. The
 * terms are added in the order of the transposed direct form II, oldest first, so that the results are the same to the last bit.
 *
 * @param c - b₀, a₀ = 1, b₁, a₁, …
 * @param state - of the length of the order, at least 3
 */
export function filterLong(c: Float64Array, state: Float64Array, x: Float64Array): void {
  const order = state.length;
  const start = order + (order % 2 === 0 ? 1 : 0); // so that pairs of coefficients and then three are left
  const fours = Math.floor((x.length - start) / 4);
  if (fours < 1) {
    filterStepwise(c, state, x);
    return;
  }
  const taps = oldestFirst(c, start);
  const foursOf = taps.a.subarray(0, start).every((value) => value === 0) ? foursWithoutFeedback : foursWithFeedback;
  const input = new Float64Array(start + blockLength);
  input.set(x.subarray(0, start));
  filterStepwise(c, state, x.subarray(0, start));
  const end = start + 4 * fours;
  for (let at = start; at < end; at += blockLength) {
    const length = Math.min(blockLength, end - at);
    input.set(x.subarray(at, at + length), start);
    foursOf(taps, input, x.subarray(at - start, at + length));
    input.copyWithin(0, length, length + start);
  }
  // `input` begins with the last inputs before `end`.
  const output = x.subarray(end - start, end);
  for (let i = 1; i <= order; i++) {
    let owed = 0;
    for (let j = order; j >= i; j--) {
      const n = start - 1 - (j - i);
      owed = owed + c[2 * j] * input[n] - c[2 * j + 1] * output[n];
    }
    state[i - 1] = owed;
  }
  filterStepwise(c, state, x.subarray(end));
}

/** A multiple of 4; two arrays of it fit into the first cache. */
const blockLength = 1024;

function filterStepwise(c: Float64Array, state: Float64Array, x: Float64Array): void {
  const order = state.length;
  for (let n = 0; n < x.length; n++) {
    const u = x[n];
    const v = c[0] * u + state[0];
    for (let i = 1; i < order; i++) state[i - 1] = state[i] + c[2 * i] * u - c[2 * i + 1] * v;
    state[order - 1] = 0 + c[2 * order] * u - c[2 * order + 1] * v; // 0 +, as below: no −0
    x[n] = v;
  }
}

/** Coefficients from that of the oldest sample, `order` samples before, to b₀. */
interface Taps {
  b: Float64Array;
  a: Float64Array;
}

function oldestFirst(c: Float64Array, order: number): Taps {
  const of = (which: number) => Float64Array.from({ length: order + 1 }, (_, i) => c[2 * (order - i) + which] ?? 0);
  return { b: of(0), a: of(1) };
}

/** Loops over y[n] = Σ b·u − a·y, four n at a time; before their blocks u and y have as many samples as the order, which is odd. */
function foursWithFeedback({ b, a }: Taps, u: Float64Array, y: Float64Array): void {
  const order = b.length - 1;
  const last = order - 3;
  const [b3, b2, b1, b0] = b.subarray(last);
  const [a3, a2, a1] = a.subarray(last);
  for (let n = order; n < y.length; n += 4) {
    let y0 = 0;
    let y1 = 0;
    let y2 = 0;
    let y3 = 0;
    let m = n - order;
    let u0 = u[m];
    let u1 = u[m + 1];
    let u2 = u[m + 2];
    let v0 = y[m];
    let v1 = y[m + 1];
    let v2 = y[m + 2];
    for (let i = 0; i < last; i += 2, m += 2) {
      const bi = b[i];
      const ai = a[i];
      const bj = b[i + 1];
      const aj = a[i + 1];
      const u3 = u[m + 3];
      const v3 = y[m + 3];
      const u4 = u[m + 4];
      const v4 = y[m + 4];
      y0 = y0 + bi * u0 - ai * v0 + bj * u1 - aj * v1;
      y1 = y1 + bi * u1 - ai * v1 + bj * u2 - aj * v2;
      y2 = y2 + bi * u2 - ai * v2 + bj * u3 - aj * v3;
      y3 = y3 + bi * u3 - ai * v3 + bj * u4 - aj * v4;
      u0 = u2;
      u1 = u3;
      u2 = u4;
      v0 = v2;
      v1 = v3;
      v2 = v4;
    }
    const x0 = u[n];
    const x1 = u[n + 1];
    const x2 = u[n + 2];
    const x3 = u[n + 3];
    y0 = b0 * x0 + (y0 + b3 * u0 - a3 * v0 + b2 * u1 - a2 * v1 + b1 * u2 - a1 * v2);
    y1 = b0 * x1 + (y1 + b3 * u1 - a3 * v1 + b2 * u2 - a2 * v2 + b1 * x0 - a1 * y0);
    y2 = b0 * x2 + (y2 + b3 * u2 - a3 * v2 + b2 * x0 - a2 * y0 + b1 * x1 - a1 * y1);
    y3 = b0 * x3 + (y3 + b3 * x0 - a3 * y0 + b2 * x1 - a2 * y1 + b1 * x2 - a1 * y2);
    y[n] = y0;
    y[n + 1] = y1;
    y[n + 2] = y2;
    y[n + 3] = y3;
  }
}

/** The same for a = 0. */
function foursWithoutFeedback({ b }: Taps, u: Float64Array, y: Float64Array): void {
  const order = b.length - 1;
  for (let n = order; n < y.length; n += 4) {
    let y0 = 0;
    let y1 = 0;
    let y2 = 0;
    let y3 = 0;
    let m = n - order;
    let u0 = u[m];
    let u1 = u[m + 1];
    let u2 = u[m + 2];
    for (let i = 0; i < order; i += 2, m += 2) {
      const bi = b[i];
      const bj = b[i + 1];
      const u3 = u[m + 3];
      const u4 = u[m + 4];
      y0 = y0 + bi * u0 + bj * u1;
      y1 = y1 + bi * u1 + bj * u2;
      y2 = y2 + bi * u2 + bj * u3;
      y3 = y3 + bi * u3 + bj * u4;
      u0 = u2;
      u1 = u3;
      u2 = u4;
    }
    y[n] = y0;
    y[n + 1] = y1;
    y[n + 2] = y2;
    y[n + 3] = y3;
  }
}
