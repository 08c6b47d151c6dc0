import { checkSquare, finite } from './check';
import { abs, add, type Complex, complex, divide, multiply, negate, scale, subtract, toArrays } from './complex';
import { schurEigenvalues, toUnit } from './eigenvalues';
import type { ComplexArray } from './fft';
import { blocksOf, schur } from './schur';

/** An eigenvalue λ of a matrix A and a vector y of length 1 with A·y = λ·y. */
export interface Eigenpair {
  value: Complex;
  vector: ComplexArray;
}

/**
 * All eigenvalues and eigenvectors of a real matrix, from its Schur form Q·T·Qᵀ: those of T by back substitution, turned by Q. Of a defective
 * matrix, which has fewer than it has rows, some vectors are the same but for rounding.
 *
 * @example
 * eigenpairs([[0, 1], [0, 2]])[1] // { value: { re: 2, im: 0 }, vector: { re: [0.447, 0.894], im: [0, 0] } }
 *
 * @param matrix - square, of finite numbers
 * @returns of a pair the one above the real axis first; the vector of an eigenvalue without imaginary part has none
 * @throws TypeError and RangeError as {@link eigenvalues}
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., section 7.6.4.
 */
export function eigenpairs(matrix: readonly (readonly number[])[]): Eigenpair[] {
  checkSquare('matrix', matrix);
  const { matrix: scaled, unit } = toUnit(matrix); // not balanced: vectors come back from that with their rounding magnified
  const Q = matrix.map((_, i) => matrix.map((_, j) => Number(i === j)));
  const T = schur(scaled, Q);
  const blocks = blocksOf(T);
  const pairs = schurEigenvalues(T).map((value, k) => {
    const at = blocks.findIndex(([, last]) => last >= k);
    const x = eigenvectorOf(T, blocks.slice(0, at + 1), value);
    const y = Q.map((row) => x.reduce((sum, factor, j) => add(sum, scale(factor, row[j])), complex(0)));
    return { value: scale(value, unit), vector: toArrays(unitVector(y)) };
  });
  return finite(pairs, 'matrix', matrix);
}

/** The x of (T − λ)x = 0 that is 0 below the last of the blocks, of which λ is an eigenvalue. */
function eigenvectorOf(T: number[][], blocks: readonly [number, number][], value: Complex): Complex[] {
  const [first, last] = blocks[blocks.length - 1];
  let x = T.map(() => complex(0));
  if (first === last) x[first] = complex(1);
  else [x[first], x[last]] = nullVector(T, [first, last], value);
  for (const [i, j] of blocks.slice(0, -1).reverse()) {
    const rest = [i, j].map((row) =>
      negate(x.reduce((sum, factor, k) => add(sum, scale(factor, T[row][k])), complex(0))),
    );
    if (i === j) x[i] = divide(rest[0], pivot(subtract(complex(T[i][i]), value)));
    else [x[i], x[j]] = solveTwo(T, [i, j], value, rest);
    x = unitVector(x); // or of a defective matrix they would leave the range of doubles
  }
  return x;
}

/** What a block without the eigenvalue takes to 0: orthogonal to both of its rows, found from the longer one. */
function nullVector(T: number[][], [i, j]: readonly [number, number], value: Complex): Complex[] {
  const up = [complex(T[i][j]), subtract(value, complex(T[i][i]))];
  const down = [subtract(value, complex(T[j][j])), complex(T[j][i])];
  return Math.hypot(...up.map(abs)) > Math.hypot(...down.map(abs)) ? up : down;
}

/** The two unknowns of a block, by Gaussian elimination from the row with the larger first number. */
function solveTwo(T: number[][], [i, j]: readonly [number, number], value: Complex, rest: Complex[]): Complex[] {
  const rows = [
    { p: subtract(complex(T[i][i]), value), q: complex(T[i][j]), r: rest[0] },
    { p: complex(T[j][i]), q: subtract(complex(T[j][j]), value), r: rest[1] },
  ];
  const [up, down] = abs(rows[0].p) >= abs(rows[1].p) ? rows : [rows[1], rows[0]];
  const factor = divide(down.p, up.p);
  const second = divide(subtract(down.r, multiply(factor, up.r)), pivot(subtract(down.q, multiply(factor, up.q))));
  return [divide(subtract(up.r, multiply(up.q, second)), up.p), second];
}

/** In a matrix of a size near 1 an eigenvalue that is this near to another may be equal to it; so as not to divide by 0. */
const pivot = (value: Complex): Complex => (abs(value) < Number.EPSILON ? complex(Number.EPSILON) : value);

function unitVector(x: readonly Complex[]): Complex[] {
  const length = Math.hypot(...x.map(abs));
  return x.map((value) => scale(value, 1 / length));
}
