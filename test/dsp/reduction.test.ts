import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import {
  balancedTruncation,
  butter,
  ellip,
  firwin,
  freqz,
  hankelNormReduction,
  impulseResponse,
  prony,
  tf2zpk,
  truncateImpulseResponse,
} from 'polezero/dsp';

/** The largest difference of two responses. */
function distance(h: Float64Array, { b, a }: { b: Float64Array; a: Float64Array }): number {
  const [H, G] = [freqz(h, [1], { n: 2048 }).h, freqz(b, a, { n: 2048 }).h];
  return Math.max(...Array.from(H.re, (re, i) => Math.hypot(re - G.re[i], H.im[i] - G.im[i])));
}

/** The Hankel norm of what is left, from its impulse response. */
function hankelDistance(h: Float64Array, filter: { b: Float64Array; a: Float64Array }): number {
  const size = 200;
  const left = impulseResponse(filter, 2 * size).map((value, n) => (h[n] ?? 0) - value);
  const gamma = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => left[i + j + 1]));
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(gamma), { assumeSymmetric: true });
  return Math.max(...realEigenvalues.map(Math.abs));
}

const isStable = ({ b, a }: { b: Float64Array; a: Float64Array }) => {
  const { p } = tf2zpk(b, a);
  return Array.from(p.re, (re, i) => Math.hypot(re, p.im[i])).every((radius) => radius < 1);
};

const filters: [name: string, h: Float64Array, orders: number[]][] = [
  ['51 taps of firwin', firwin(51, 0.2), [4, 8, 10, 12]],
  ['a cut elliptic filter', truncateImpulseResponse(ellip(6, 0.1, 60, 0.2), 150), [4, 6, 10]],
  ['a cut Butterworth filter', truncateImpulseResponse(butter(4, 0.3), 60), [2, 4]],
];

describe('balancedTruncation', () => {
  for (const [name, h, orders] of filters) {
    it(`keeps its bound and is stable: ${name}`, () => {
      for (const order of orders) {
        const reduced = balancedTruncation(h, order);
        assert(isStable(reduced));
        const error = distance(h, reduced);
        assert(error <= reduced.bound, `order ${order}: ${error} of ${reduced.bound}`);
        assert(error >= reduced.hankelSingularValues[order] * 0.999, 'no filter of this order can be nearer');
      }
    });
  }

  it('gives 51 taps of firwin at 0.2 by 8, 10, 12 poles with the errors 0.0566, 0.00694, 0.00091', () => {
    const errors = [8, 10, 12].map((order) => distance(firwin(51, 0.2), balancedTruncation(firwin(51, 0.2), order)));
    for (const [i, expected] of [0.0566, 0.00694, 0.00091].entries())
      assert(Math.abs(errors[i] / expected - 1) < 0.005);
  });

  it('returns the state space of its coefficients', () => {
    const { A, B, C, D, b, a } = balancedTruncation(firwin(31, 0.3), 6);
    const response = impulseResponse({ b, a }, 40);
    let state = B.map(([value]) => value);
    assert(Math.abs(D[0][0] - response[0]) < 1e-12);
    for (let n = 1; n < 40; n++) {
      assert(Math.abs(C[0].reduce((sum, value, i) => sum + value * state[i], 0) - response[n]) < 1e-9);
      state = A.map((row) => row.reduce((sum, value, i) => sum + value * state[i], 0));
    }
  });

  it('finds a filter of low order again', () => {
    const h = truncateImpulseResponse(butter(2, 0.4), 80);
    assert(distance(h, balancedTruncation(h, 2)) < 1e-12);
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => balancedTruncation([], 1), /h is empty/);
    assert.throws(() => balancedTruncation([1, 2, 3], 0), /order is 0; it must be an integer of at least 1/);
    assert.throws(() => balancedTruncation([1, 2, 3], 2), /order is 2; it must be less than the FIR's own, which is 2/);
    assert.throws(() => balancedTruncation([1, Number.NaN, 3], 1), /h\[1\] is NaN/);
    const onePole = Array.from({ length: 60 }, (_, n) => 0.5 ** n);
    assert.throws(() => balancedTruncation(onePole, 30), /has only \d+ states that do anything: take that order/);
  });
});

describe('hankelNormReduction', () => {
  for (const [name, h, orders] of filters) {
    it(`is exactly the next singular value away, and stable: ${name}`, () => {
      for (const order of orders) {
        const reduced = hankelNormReduction(h, order);
        assert(isStable(reduced));
        assert.equal(reduced.a.length - 1, order);
        assert.equal(reduced.hankelError, reduced.hankelSingularValues[order]);
        const error = hankelDistance(h, reduced);
        assert(
          Math.abs(error / reduced.hankelError - 1) < 1e-3,
          `order ${order}: ${error}, not ${reduced.hankelError}`,
        );
        assert(distance(h, reduced) <= reduced.bound);
      }
    });
  }

  it('is nearer in that norm than balanced truncation', () => {
    const h = firwin(51, 0.2);
    assert(hankelDistance(h, hankelNormReduction(h, 8)) < hankelDistance(h, balancedTruncation(h, 8)));
  });

  it('refuses to split two singular values that coincide', () =>
    assert.throws(
      () => hankelNormReduction([0, 0, 1], 1),
      /order is 1; .* cannot be told apart: take one more or one less/,
    ));
});

describe('prony', () => {
  it('finds the filter of an impulse response again', () => {
    const hundredths = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 100);
    fc.assert(
      fc.property(hundredths(-90, -15), hundredths(15, 90), hundredths(110, 200), (p, q, zero) => {
        const filter = { b: [1, -zero], a: [1, -p - q, p * q] };
        const { b, a } = prony(impulseResponse(filter, 40), 1, 2);
        for (let i = 0; i < 3; i++) assert(Math.abs(a[i] - filter.a[i]) < 1e-8);
        for (let i = 0; i < 2; i++) assert(Math.abs(b[i] - filter.b[i]) < 1e-8);
      }),
    );
  });

  it('makes the first samples exact', () => {
    const h = firwin(31, 0.3);
    const first = impulseResponse(prony(h, 6, 6), 7);
    first.forEach((value, n) => assert(Math.abs(value - h[n]) < 1e-12));
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => prony([1, 2, 3], 1, 2), /h has length 3; it must be longer than nb \+ na, which is 3/);
    assert.throws(() => prony([1, 2, 3], -1, 2), /nb is -1/);
    assert.throws(() => prony([1, 2, 3], 0, 0), /na is 0/);
  });
});
