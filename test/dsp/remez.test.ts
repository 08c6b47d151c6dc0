import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type RemezOptions, remez } from 'polezero/dsp';
import { goldenFir } from './golden';

/** The amplitude of (anti)symmetric taps at a frequency relative to Nyquist, real and with its sign. */
function amplitude(h: ArrayLike<number>, f: number, symmetric: boolean): number {
  const middle = (h.length - 1) / 2;
  let sum = 0;
  for (let n = 0; n < h.length; n++) {
    const angle = Math.PI * f * (middle - n);
    sum += h[n] * (symmetric ? Math.cos(angle) : Math.sin(angle));
  }
  return sum;
}

interface Case {
  bands: number[];
  desired: number[];
  options: RemezOptions;
}

/** The weighted error over the bands, densely. */
function errors(h: ArrayLike<number>, { bands, desired, options }: Case, points = 3000): number[][] {
  const { type = 'bandpass', weight = desired.map(() => 1), fs = 2 } = options;
  return desired.map((gain, band) => {
    const [low, high] = [bands[2 * band], bands[2 * band + 1]];
    return Array.from({ length: points }, (_, i) => {
      const f = low + ((high - low) * i) / (points - 1);
      const cycles = f / fs;
      const wanted = type === 'differentiator' ? gain * cycles : gain;
      const relative = type === 'differentiator' && gain > 0 ? Math.max(cycles, 1e-9) : 1;
      return (weight[band] / relative) * (wanted - amplitude(h, (2 * f) / fs, type === 'bandpass'));
    });
  });
}
const worst = (values: number[][]) => Math.max(...values.flat().map(Math.abs));

describe('remez', () => {
  it('has no larger weighted ripple than SciPy’s, and nearly its taps', () => {
    for (const each of goldenFir.remez) {
      const h = remez(each.numTaps, each.bands, each.desired, each.options);
      const message = `${each.numTaps} ${each.bands} ${JSON.stringify(each.options)}`;
      const [ours, theirs] = [worst(errors(h, each)), worst(errors(each.h, each))];
      assert(ours <= theirs * (1 + 1e-6), `${message}: ripple ${ours}, SciPy's ${theirs}`);
      h.forEach((tap, n) => assert(Math.abs(tap - each.h[n]) < 2e-4, `${message}: tap ${n}`));
    }
  });

  const anyLowpass = fc.record({
    numTaps: fc.integer({ min: 5, max: 90 }),
    edge: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
    width: fc.double({ min: 0.08, max: 0.25, noNaN: true }),
    weight: fc.double({ min: 0.1, max: 20, noNaN: true }),
  });

  it('is symmetric, and its error alternates at as many places as the theorem asks', () => {
    fc.assert(
      fc.property(anyLowpass, ({ numTaps, edge, width, weight }) => {
        fc.pre(numTaps * width < 10); // beyond, the error is near what rounding leaves of it
        const design = { bands: [0, edge, edge + width, 1], desired: [1, 0], options: { weight: [1, weight] } };
        const h = remez(numTaps, design.bands, design.desired, design.options);
        h.forEach((tap, n) => assert.equal(tap, h[numTaps - 1 - n]));
        const error = errors(h, design);
        const most = worst(error);
        // Signs of the points that come within a twentieth of the largest error, runs of one sign counted once.
        const signs = error
          .flat()
          .filter((value) => Math.abs(value) > 0.95 * most)
          .map(Math.sign);
        const alternations = signs.filter((sign, i) => i === 0 || sign !== signs[i - 1]).length;
        assert(alternations >= Math.floor((numTaps + 1) / 2) + 1, `${alternations} extremes with ${numTaps} taps`);
      }),
      { numRuns: 60 },
    );
  });

  it('has, to a hundred-thousandth, the least ripple that there is: its extremes all have the same size', () => {
    // Between the smallest and the largest of alternating extremes lies the least possible ripple (de la Vallée Poussin).
    const designs: [number, Case][] = [
      [21, { bands: [0, 0.3, 0.6, 1], desired: [1, 0], options: { weight: [1, 10] } }],
      [55, { bands: [0, 0.3, 0.41, 1], desired: [1, 0], options: { weight: [1, 10] } }],
      [54, { bands: [0, 0.3, 0.41, 1], desired: [1, 0], options: {} }],
      [71, { bands: [0, 0.2, 0.3, 0.5, 0.6, 1], desired: [0, 1, 0], options: {} }],
      [31, { bands: [0.1, 0.9], desired: [1], options: { type: 'hilbert' } }],
    ];
    for (const [numTaps, design] of designs) {
      const h = remez(numTaps, design.bands, design.desired, design.options);
      const sizes: number[] = [];
      let sign = 0;
      for (const value of errors(h, design, 40_000).flat()) {
        if (Math.sign(value) !== sign) sizes.push(0);
        sign = Math.sign(value);
        sizes[sizes.length - 1] = Math.max(sizes[sizes.length - 1], Math.abs(value));
      }
      const coefficients = design.options.type === 'hilbert' ? Math.floor(numTaps / 2) : Math.ceil(numTaps / 2);
      // The largest set of neighbours with one extreme more than there are coefficients.
      const least = Math.max(
        ...sizes.map((_, i) =>
          i + coefficients < sizes.length ? Math.min(...sizes.slice(i, i + coefficients + 1)) : 0,
        ),
      );
      const most = Math.max(...sizes);
      assert(most <= least * (1 + 1e-5), `${numTaps} taps: extremes from ${least} to ${most}`);
    }
  });

  it('does not depend on the unit of frequency', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), (fs) => {
        const relative = remez(31, [0, 0.3, 0.5, 1], [1, 0]);
        const absolute = remez(31, [0, 0.15 * fs, 0.25 * fs, 0.5 * fs], [1, 0], { fs });
        absolute.forEach((tap, n) => assert(Math.abs(tap - relative[n]) < 1e-9));
      }),
    );
  });

  it('meets Oppenheim & Schafer’s specification with M = 27, and not with 26', () => {
    const design = { bands: [0, 0.4, 0.6, 1], desired: [1, 0], options: { weight: [1, 10] } };
    const ripple = (numTaps: number) =>
      worst(errors(remez(numTaps, design.bands, design.desired, design.options), design));
    assert(ripple(28) <= 0.0100001 && ripple(27) > 0.0100001, `${ripple(28)}, ${ripple(27)}`);
  });

  it('needs 55 taps for 0.1 dB and 60 dB from 0.2 to 0.3', () => {
    const delta = 1 - 10 ** (-0.1 / 20);
    const design = { bands: [0, 0.2, 0.3, 1], desired: [1, 0], options: { weight: [1, delta / 1e-3] } };
    const ripple = (numTaps: number) =>
      worst(errors(remez(numTaps, design.bands, design.desired, design.options), design));
    assert(ripple(55) <= delta * 1.001 && ripple(53) > delta * 1.001);
  });

  it('designs hundreds of taps', () => {
    for (const numTaps of [501, 801]) {
      const h = remez(numTaps, [0, 0.3, 0.3 + 4 / numTaps, 1], [1, 0]);
      assert(h.every(Number.isFinite));
      assert(worst(errors(h, { bands: [0, 0.3, 0.3 + 4 / numTaps, 1], desired: [1, 0], options: {} })) < 0.2);
    }
  });

  it('leaves its arguments alone', () => {
    const [bands, desired, weight] = [
      [0, 0.3, 0.5, 1],
      [1, 0],
      [1, 3],
    ].map((values) => Object.freeze(values));
    remez(21, bands, desired, { weight });
    assert.deepEqual(
      [bands, desired, weight],
      [
        [0, 0.3, 0.5, 1],
        [1, 0],
        [1, 3],
      ],
    );
  });

  it('says what is wrong with an argument', () => {
    const wrong =
      (numTaps: unknown, bands: unknown, desired: unknown = [1, 0], options: unknown = {}) =>
      () =>
        remez(numTaps as number, bands as number[], desired as number[], options as RemezOptions);
    const bands = [0, 0.3, 0.5, 1];
    for (const numTaps of [0, 2, 10.5, Number.NaN])
      assert.throws(wrong(numTaps, bands), /numTaps is .* integer of at least 3/);
    assert.throws(wrong(21, [0, 0.3, 0.5]), /two edges for each band/);
    assert.throws(wrong(21, [0, 0.5, 0.3, 1]), /its edges must increase strictly/);
    assert.throws(wrong(21, [0, 0.3, 0.5, 1.2]), /bands\[3\] is 1.2; it must lie in \[0, 1\]/);
    assert.throws(wrong(21, [0, 0.3, Number.NaN, 1]), /bands\[2\] is NaN/);
    assert.throws(wrong(21, bands, [1]), /desired has 1 values; it must have one for each band, 2/);
    assert.throws(wrong(21, bands, [1, 0], { weight: [1] }), /weight has 1 values; it must have one for each band, 2/);
    assert.throws(wrong(21, bands, [1, 0], { weight: [1, -1] }), /weight\[1\] is -1; it must be positive/);
    assert.throws(wrong(20, bands, [0, 1]), /numTaps is 20; .* needs an odd number: take 21/);
    assert.throws(wrong(21, bands, [1, 0], { type: 'lowpass' }), /type is 'lowpass'; it must be one of/);
    assert.throws(wrong(21, bands, [1, 0], { maxIter: 0 }), /maxIter is 0/);
    assert.throws(wrong(21, bands, [1, 0], { maxiter: 25 }), /Unknown option 'maxiter'/);
    assert.throws(wrong(255, [0, 0.2, 0.22, 1], [1, 0], { maxIter: 1 }), /did not converge in 1 steps \(maxIter\)/);
  });
});
