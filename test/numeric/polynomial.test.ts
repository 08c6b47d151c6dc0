import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bessel, butter, ellip, type Zpk, zpk2tf } from 'polezero/dsp';
import { type Complex, random, roots } from 'polezero/numeric';

const ascending = (values: readonly Complex[]) => values.map(({ re }) => re).sort((u, v) => u - v);
const near = (found: number, expected: number) => Math.abs(found - expected) <= 1e-12 * Math.abs(expected);

describe('roots', () => {
  it('are those that a polynomial was multiplied from', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(distinct, fc.integer({ min: 1, max: 9 }), (zeros, factor) => {
        let c = [factor];
        for (const zero of zeros) c = [...c, 0].map((value, i) => value - zero * (c[i - 1] ?? 0));
        const found = roots(c);
        assert(found.every(({ im }) => im === 0));
        zeros
          .sort((u, v) => u - v)
          .forEach((zero, i) => assert(Math.abs(ascending(found)[i] - zero) < 1e-8, `${zeros}: ${ascending(found)}`));
      }),
    );
  });

  it('are none of a constant, and 0 for each zero at the end', () => {
    assert.deepEqual([roots([]), roots([0]), roots([0, 3])], [[], [], []]);
    assert.deepEqual(roots([0, 1, 0, 0]), [
      { re: 0, im: 0 },
      { re: 0, im: 0 },
    ]);
  });

  it('of a quadratic are right however large or small its coefficients', () => {
    for (const factor of [1e-300, 1e-200, 1, 1e200, 1e300]) {
      const [low, high] = ascending(roots([factor, 3 * factor, 2 * factor]));
      assert(near(low, -2) && near(high, -1), `${factor}: ${low}, ${high}`);
      const [upper, lower] = roots([factor, 2 * factor, 5 * factor]);
      assert(near(upper.re, -1) && near(upper.im, 2) && near(lower.re, -1) && near(lower.im, -2), `${factor}`);
    }
    const [large, small] = ascending(roots([1, 1e155, 1]));
    assert(near(large, -1e155) && near(small, -1e-155));
    const [left, right] = ascending(roots([1e-200, 0, -1e200]));
    assert(near(left, -1e200) && near(right, 1e200));
  });

  it('of analog filters are their poles, in whatever unit of frequency, however far apart', () => {
    const analog = { analog: true, output: 'zpk' } as const;
    const designs: Record<string, (wn: number) => Zpk> = {
      butter: (wn) => butter(8, wn, analog),
      bessel: (wn) => bessel(8, wn, analog),
      ellip: (wn) => ellip(7, 0.1, 60, wn, analog),
      'a wide band-pass': (wn) => butter(3, [wn, 1e4 * wn], { ...analog, type: 'bandpass' }),
    };
    for (const [name, design] of Object.entries(designs))
      for (const wn of [1e-6, 1, 1e3, 1e6, 1e9]) {
        const { z, p, k } = design(wn);
        const found = roots(zpk2tf(z, p, k).a);
        assert.equal(found.length, p.re.length, `${name}, ${wn}`);
        for (let i = 0; i < p.re.length; i++) {
          const distances = found.map(({ re, im }) => Math.hypot(re - p.re[i], im - p.im[i]));
          assert(
            Math.min(...distances) < 1e-10 * Math.hypot(p.re[i], p.im[i]),
            `${name}, ${wn}: ${Math.min(...distances)}`,
          );
        }
      }
  });

  it('of coefficients of all sizes are as many as the degree', () => {
    const { normal, uniform } = random(9);
    for (let run = 0; run < 1000; run++) {
      const degree = 3 + Math.floor(6 * uniform());
      const c = Array.from({ length: degree + 1 }, () => normal() * 10 ** (20 * (2 * uniform() - 1)));
      assert.equal(roots(c).length, degree, `${c}`);
    }
  });

  it('of coefficients that are no numbers, or lie beyond all doubles, are refused', () => {
    assert.throws(() => roots([1, Number.NaN, 3]), /RangeError: c\[1\] is NaN; it must be a finite number/);
    assert.throws(() => roots([1, Number.NaN, 3, 2, 5]), /RangeError: c\[1\] is NaN/);
    assert.throws(() => roots([1, 2, Number.POSITIVE_INFINITY, 3]), /RangeError: c\[2\] is Infinity/);
    for (const wrong of ['abc', null, 5])
      assert.throws(() => roots(wrong as unknown as number[]), /TypeError: c is .*; it must be an array of numbers/);
    for (const extreme of [
      [1e-300, 1e300],
      [1e-320, 1, 1],
      [1e-200, 1e200, 1, 1e-200],
    ])
      assert.throws(() => roots(extreme), /RangeError: c is \[.*\]; it must be less extreme/);
  });
});
