import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { getWindow, type WindowName, type WindowSpec, windowNames } from 'polezero/dsp';

const parametrised = ['kaiser', 'gaussian', 'tukey', 'general_gaussian', 'general_hamming', 'general_cosine'];
const whole = ['chebwin', 'dpss', 'kaiser_bessel_derived'];
const plain = windowNames.filter((name) => ![...parametrised, ...whole].includes(name)) as WindowName[];
const anyWindow: fc.Arbitrary<WindowSpec> = fc.oneof(
  fc.constantFrom(...plain),
  fc.double({ min: 0, max: 40, noNaN: true }).map((beta) => ['kaiser', beta] as const),
  fc.double({ min: 0.1, max: 40, noNaN: true }).map((std) => ['gaussian', std] as const),
  fc.double({ min: 0, max: 1, noNaN: true }).map((fraction) => ['tukey', fraction] as const),
  fc.double({ min: 45, max: 150, noNaN: true }).map((attenuation) => ['chebwin', attenuation] as const),
  fc.double({ min: 0.2, max: 0.9, noNaN: true }).map((bandwidth) => ['dpss', bandwidth] as const),
);
const anyLength = fc.integer({ min: 2, max: 200 });

describe('getWindow', () => {
  it('is symmetric, and at most 1', () => {
    fc.assert(
      fc.property(anyWindow, anyLength, (spec, length) => {
        const w = getWindow(spec, length);
        w.forEach((value, n) => {
          assert(Math.abs(value - w[length - 1 - n]) < 1e-14);
          assert(value <= 1 + 1e-8);
        });
      }),
    );
  });

  it('is, when periodic, the symmetric one of one sample more without its last', () => {
    fc.assert(
      fc.property(anyWindow, anyLength, (spec, length) => {
        assert.deepEqual(getWindow(spec, length, { periodic: true }), getWindow(spec, length + 1).slice(0, -1));
      }),
    );
  });

  it('is 1 in the middle at odd lengths, and may stay below at even ones', () => {
    for (const name of plain) assert(Math.abs(getWindow(name, 31)[15] - 1) < 1e-8, name);
    assert(Math.abs(Math.max(...getWindow('hamming', 4)) - 0.77) < 1e-12);
    assert(Math.abs(getWindow(['general_cosine', [0.5, 0.3, 0.1]], 31)[15] - 0.9) < 1e-12);
    assert(getWindow(['taylor', 4, 30, false], 31)[15] > 1.5);
  });

  it('is a box at the end of all powers', () => {
    for (const power of [400, 1e307, 1.7e308]) {
      const window = getWindow(['general_gaussian', power, 1], 5);
      assert.deepEqual([...window], [0, Math.exp(-0.5), 1, Math.exp(-0.5), 0], String(power));
    }
  });

  it('of Slepian is as long as is wished', () => {
    const length = 200_000;
    const w = getWindow(['dpss', 3], length);
    assert(Math.abs(w[length / 2] - 1) < 1e-4);
    // The shape is that of a short one.
    const short = getWindow(['dpss', 3], 2001);
    for (const part of [0.1, 0.25, 0.4])
      assert(Math.abs(w[Math.round(part * (length - 1))] - short[part * 2000]) < 1e-3, `${part}`);
  });

  it('is empty or [1] at the shortest lengths', () => {
    for (const name of plain) {
      assert.deepEqual(getWindow(name, 0), new Float64Array(0));
      assert.deepEqual(getWindow(name, 1), new Float64Array([1]));
    }
  });

  it('says what is wrong with an argument', () => {
    const wrong = (spec: unknown, length: unknown, options?: unknown) => () =>
      getWindow(spec as WindowName, length as number, options as object);
    assert.throws(wrong('hanning', 5), /RangeError: The window is 'hanning'; it must be one of boxcar, .*tukey/);
    assert.throws(wrong('toString', 5), /RangeError: The window is 'toString'/);
    assert.throws(wrong('kaiser', 5), /TypeError: The window 'kaiser' needs its beta/);
    assert.throws(
      wrong(['kaiser', Number.NaN], 5),
      /RangeError: beta of the window 'kaiser' is NaN; it must be in \[0, 700\]/,
    );
    assert.throws(wrong(['kaiser', -1], 5), /beta of the window 'kaiser' is -1/);
    assert.throws(wrong(['tukey', 1.5], 5), /taperedFraction of the window 'tukey' is 1.5; it must be in \[0, 1\]/);
    assert.throws(wrong(['hann', 3], 5), /TypeError: The window 'hann' has no parameter/);
    for (const length of [-7, 5.5, Number.NaN, Number.POSITIVE_INFINITY, '5'])
      assert.throws(wrong('hann', length), /RangeError: length is .*; it must be an integer of at least 0/);
    assert.throws(wrong('hann', 5, { fftbins: true }), /TypeError: Unknown option 'fftbins'; valid: periodic/);
  });
});
