import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { butter, type FiltfiltOptions, filtfilt, lfilterZi, sosfilt, sosfiltfilt, sosfiltZi } from 'polezero/dsp';
import { assertClose, goldenFiltering } from './golden';

const ba = () => butter(3, 0.2, { output: 'ba' });
const x = Float64Array.from({ length: 50 }, (_, n) => Math.sin(n / 3) + n / 10);

describe('filtfilt', () => {
  it("has Gustafsson's states also where the signal has fewer samples than they have numbers, by SciPy's least squares", () => {
    const gust = { method: 'gust' } as const;
    assertClose(filtfilt([0.2], [1, -0.8], [1], gust), [0.04], 1e-12);
    assertClose(filtfilt([1, 1, 1, 1], [1], [1, 2, 3, 4, 5], gust), [10, 23, 0, 19, 14], 1e-12);
    const { b, a } = butter(6, 0.3, { output: 'ba' });
    const ten = filtfilt(b, a, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], gust);
    assertClose(ten.slice(0, 4), [0.59828097, 0.57314893, -1.7431677, -3.77075979], 1e-7);
    const chirp = Float64Array.from({ length: 20 }, (_, n) => Math.cos(n ** 2 * 0.1));
    const third = butter(3, 0.3, { output: 'ba' });
    const short = filtfilt(third.b, third.a, chirp, { ...gust, irLen: 2 });
    assertClose(short.slice(0, 4), [0.95014002, 0.96241272, 0.80689232, 0.41246927], 1e-7);
  });

  it('agrees with SciPy for every way of continuing the signal', () => {
    for (const { b, a, x, zi, pads } of goldenFiltering.zeroPhase) {
      assertClose(lfilterZi(b, a), zi, 1e-9, 'lfilterZi');
      for (const { options, y } of pads) assertClose(filtfilt(b, a, x, options), y, 1e-9, JSON.stringify(options));
    }
  });

  it('agrees with SciPy in Gustafsson’s method', () => {
    for (const { b, a, x, gust, gust15 } of goldenFiltering.zeroPhase) {
      assertClose(filtfilt(b, a, x, { method: 'gust' }), gust, 1e-7, 'gust');
      assertClose(filtfilt(b, a, x, { method: 'gust', irLen: 15 }), gust15, 1e-7, 'gust, irLen 15');
    }
  });

  it('leaves a constant as it is, and delays nothing', () => {
    const { b, a } = ba();
    assertClose(filtfilt(b, a, new Float64Array(60).fill(2)), new Float64Array(60).fill(2), 1e-12);
    const pulse = new Float64Array(201);
    pulse[100] = 1;
    const answer = filtfilt(b, a, pulse);
    assertClose(answer.slice().reverse(), answer, 1e-9);
  });

  it('does to the reversed signal what it does to the signal, reversed, by Gustafsson’s method', () => {
    const { b, a } = ba();
    const there = filtfilt(b, a, x, { method: 'gust' });
    const back = filtfilt(b, a, x.slice().reverse(), { method: 'gust' }).reverse();
    assertClose(back, there, 1e-9);
  });

  it('does the same by sections', () => {
    const { b, a } = ba();
    const padLen = 12;
    assertClose(sosfiltfilt(butter(3, 0.2), x, { padLen }), filtfilt(b, a, x, { padLen }), 1e-11);
  });

  it('leaves its arguments alone', () => {
    const { b, a } = ba();
    const copy = x.slice();
    filtfilt(b, a, x);
    filtfilt(b, a, x, { method: 'gust' });
    sosfiltfilt(butter(3, 0.2), x);
    assert.deepEqual(x, copy);
  });

  it('says what is wrong with an argument', () => {
    const { b, a } = ba();
    const wrong =
      (options: object, signal: ArrayLike<number> = x) =>
      () =>
        filtfilt(b, a, signal, options as FiltfiltOptions);
    assert.throws(
      wrong({}, [1, 2, 3]),
      /x has length 3; it must be longer than padLen, which is 12: give a smaller one/,
    );
    assert.throws(wrong({ padType: 'zero' }), /padType is 'zero'; it must be one of 'odd', 'even', 'constant', null/);
    assert.throws(wrong({ padLen: -1 }), /padLen is -1/);
    assert.throws(wrong({ method: 'best' }), /method is 'best'; it must be one of 'pad', 'gust'/);
    assert.throws(wrong({ method: 'gust', irLen: 0 }), /irLen is 0/);
    assert.throws(wrong({ padlen: 1 }), /Unknown option 'padlen'/);
    assert.throws(wrong({}, [Number.NaN, ...x]), /x\[0\] is NaN/);
    assert.throws(() => filtfilt([1], [1, -1], x), /a is \[1,-1\]; its sum is 0: a pole at 1.* Move the pole/);
    assert.throws(
      () => sosfiltfilt([...butter(2, 0.2), [1, 0, 0, 1, -1, 0]], x),
      /a of sos\[1\] is \[1,-1,0\]; its sum is 0: a pole at 1/,
    );
    assert.throws(() => sosfiltfilt(butter(3, 0.2), [1]), /longer than padLen/);
  });
});

describe('sosfilt', () => {
  it('agrees with SciPy, states and steady states included', () => {
    for (const { sos, x, zi, y, zf, steady, rest, filtfilt, even } of goldenFiltering.sections) {
      const ours = sosfilt(sos, x, { zi });
      assertClose(ours.y, y, 1e-10);
      assertClose(
        ours.zf.flatMap((state) => Array.from(state)),
        zf.flat(),
        1e-10,
      );
      assertClose(sosfilt(sos, x).y, rest, 1e-10);
      assertClose(
        sosfiltZi(sos).flatMap((state) => Array.from(state)),
        steady.flat(),
        1e-7,
      );
      assertClose(sosfiltfilt(sos, x), filtfilt, 1e-7);
      assertClose(sosfiltfilt(sos, x, { padType: 'even', padLen: 20 }), even, 1e-7);
    }
  });

  it('gives in blocks what it gives in one pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 0, max: 50 }), (order, cut) => {
        const sos = butter(order, 0.3);
        const first = sosfilt(sos, x.slice(0, cut));
        const second = sosfilt(sos, x.slice(cut), { zi: first.zf });
        assert.deepEqual([...first.y, ...second.y], [...sosfilt(sos, x).y]);
      }),
    );
  });

  it('starts without a transient from its steady state', () => {
    const sos = butter(9, 0.1);
    const constant = new Float64Array(80).fill(-4);
    const zi = sosfiltZi(sos).map((state) => state.map((value) => value * -4));
    assertClose(sosfilt(sos, constant, { zi }).y, constant, 1e-9);
  });

  it('says what is wrong with an argument', () => {
    const sos = butter(4, 0.3);
    assert.throws(
      () => sosfilt(sos, x, { zi: [[0, 0]] }),
      /zi is \[\[0,0\]\]; it must have two numbers for each of the 2 sections/,
    );
    assert.throws(() => sosfilt([[1, 0, 0, 0, 1, 0]], x), /sos\[0\] is \[1,0,0,0,1,0\]; its a0 must not be 0/);
    assert.throws(() => sosfilt(sos, [Number.POSITIVE_INFINITY]), /x\[0\] is Infinity/);
    assert.throws(() => sosfilt(sos, x, { state: [] } as never), /Unknown option 'state'; valid: zi/);
  });
});
