/**
 * The real Schur form T of a matrix A = Q·T·Qᵀ, by Francis's double steps: upper triangular but for blocks of two rows on its diagonal, and below
 * them exactly 0.
 *
 * ml-matrix finds eigenvalues by such steps too, but never ends for some matrices, [[0, −1, 0], [1, 0, 1], [0, −1, 0]] among them, and for many
 * that are nearly skew-symmetric: it has no exceptional shift after the thirtieth step.
 *
 * @param matrix - square, of finite numbers, of a size near 1
 * @param Q - is multiplied by the Q of the decomposition from the right, in place: the identity becomes Q. By default that is left out
 * @throws RangeError if the steps do not converge
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., sections 7.4 and 7.5; exceptional shifts as in EISPACK's hqr.
 */
export function schur(matrix: readonly (readonly number[])[], Q: number[][] = []): number[][] {
  const T = matrix.map((row) => [...row]);
  const both = { T, Q };
  toHessenberg(both);
  const most = 30 * Math.max(10, T.length);
  for (let end = T.length - 1, turns = 0, total = 0; end > 0; turns++, total++) {
    if (total > most) throw new RangeError(`The matrix has not fallen apart after ${most} of Francis's steps.`);
    let start = end;
    while (start > 0 && !isNegligible(T, start)) start--;
    if (start > 0) T[start][start - 1] = 0;
    if (end - start > 1) francisStep(both, [start, end], turns % 10 === 9 ? exceptional(T, end) : trailing(T, end));
    else [end, turns] = [start - 1, -1];
  }
  return T;
}

/** The first and the last row of each block on the diagonal of a Schur form. */
export function blocksOf(T: readonly (readonly number[])[]): [first: number, last: number][] {
  const blocks: [number, number][] = [];
  for (let k = 0; k < T.length; k++) {
    if (k > 0 && T[k][k - 1] !== 0) blocks[blocks.length - 1][1] = k;
    else blocks.push([k, k]);
  }
  return blocks;
}

/** A decomposition under way. */
interface Both {
  T: number[][];
  Q: number[][];
}

/** The unit vector v of the reflection I − 2vvᵀ that turns x into a multiple of the first unit vector; none, if x is one. */
function reflector(x: readonly number[]): number[] | undefined {
  if (x.slice(1).every((value) => value === 0)) return undefined;
  const length = Math.hypot(...x);
  const v = x.map((value) => value / length);
  v[0] += v[0] < 0 ? -1 : 1;
  const size = Math.hypot(...v);
  return v.map((value) => value / size);
}

/** T ← PTP and Q ← QP with the reflection P of v, whose first row and column are `at`. Left of column `from` T's rows are 0. */
function reflect({ T, Q }: Both, v: readonly number[], at: number, from: number): void {
  for (let j = from; j < T.length; j++) {
    let sum = 0;
    for (let i = 0; i < v.length; i++) sum += v[i] * T[at + i][j];
    for (let i = 0; i < v.length; i++) T[at + i][j] -= 2 * sum * v[i];
  }
  for (const rows of [T, Q])
    for (const row of rows) {
      let sum = 0;
      for (let j = 0; j < v.length; j++) sum += row[at + j] * v[j];
      for (let j = 0; j < v.length; j++) row[at + j] -= 2 * sum * v[j];
    }
}

/** Reflects away what is below the first subdiagonal. */
function toHessenberg(both: Both): void {
  const { T } = both;
  for (let k = 0; k < T.length - 2; k++) {
    const v = reflector(T.slice(k + 1).map((row) => row[k]));
    if (v) reflect(both, v, k + 1, k);
    for (let i = k + 2; i < T.length; i++) T[i][k] = 0;
  }
}

/** Squares of what is larger are doubles. */
const tiny = 2 ** -500;

/** Whether the matrix falls apart between rows k − 1 and k. */
function isNegligible(h: readonly (readonly number[])[], k: number): boolean {
  const beside = Math.abs(h[k - 1][k - 1]) + Math.abs(h[k][k]);
  return Math.abs(h[k][k - 1]) <= Math.max(tiny, Number.EPSILON * beside);
}

/** Two shifts, the eigenvalues of [[p, ·], [·, q]] with w for the product of the other two numbers. */
interface Shifts {
  p: number;
  q: number;
  w: number;
}

/** The eigenvalues of the last two rows and columns. */
const trailing = (h: readonly (readonly number[])[], end: number): Shifts => ({
  p: h[end - 1][end - 1],
  q: h[end][end],
  w: h[end - 1][end] * h[end][end - 1],
});

/** Others, where those lead in a circle. */
function exceptional(h: readonly (readonly number[])[], end: number): Shifts {
  const size = Math.abs(h[end][end - 1]) + Math.abs(h[end - 1][end - 2]);
  const middle = h[end][end] + 0.75 * size;
  return { p: middle, q: middle, w: -0.4375 * size * size };
}

/**
 * A double step: the first column of (H − p)(H − q) − w is reflected, and what then sticks out is chased down the diagonal. Of the numbers on the
 * diagonal only differences enter: where these are small, as with multiple eigenvalues, sums of products would be noise.
 */
function francisStep(both: Both, [start, end]: readonly [number, number], { p, q, w }: Shifts): void {
  const { T } = both;
  const [a, b, c, d] = [T[start][start], T[start][start + 1], T[start + 1][start], T[start + 1][start + 1]];
  let column = [(a - p) * (a - q) - w + b * c, c * (a - p + (d - q)), c * T[start + 2][start + 1]];
  for (let k = start; k < end; k++) {
    const last = Math.min(k + 2, end);
    const v = reflector(column);
    if (v) reflect(both, v, k, Math.max(start, k - 1));
    if (k > start) for (let i = k + 1; i <= last; i++) T[i][k - 1] = 0;
    column = T.slice(k + 1, Math.min(k + 3, end) + 1).map((row) => row[k]);
  }
}
