import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  butter,
  cheby2,
  ellip,
  iircomb,
  iirnotch,
  iirpeak,
  sos2tf,
  sos2zpk,
  ss2tf,
  ss2zpk,
  tf2sos,
  tf2ss,
  tf2zpk,
  type Zpk2sosOptions,
  zpk2sos,
  zpk2ss,
  zpk2tf,
} from 'polezero/dsp';
import { assertClose, assertSameSet, goldenIir } from './golden';

const complexArray = (re: number[], im: number[] = re.map(() => 0)) => ({
  re: Float64Array.from(re),
  im: Float64Array.from(im),
});

type Complex = { re: number; im: number };

describe('conversions', () => {
  it('agree with SciPy', () => {
    for (const each of goldenIir.conversions) {
      const { z, p, k } = tf2zpk(each.b, each.a);
      assertSameSet(z, each.z, 1e-10);
      assertSameSet(p, each.p, 1e-10);
      assert(Math.abs(k - each.k) < 1e-12);
      const { A, B, C, D } = tf2ss(each.b, each.a);
      for (const [ours, theirs] of [
        [A, each.A],
        [B, each.B],
        [C, each.C],
        [D, each.D],
      ])
        assertClose(ours.flat(), theirs.flat(), 1e-11);
      for (const pairing of ['nearest', 'keep_odd', 'minimal'] as const)
        assertClose(zpk2sos(each.z, each.p, each.k, { pairing }).flat(), each[pairing].flat(), 1e-10, pairing);
      assertClose(zpk2sos(each.z, each.p, each.k, { analog: true }).flat(), each.analog.flat(), 1e-10, 'analog');
    }
  });

  it('come back to where they started', () => {
    const design = fc.record({
      order: fc.integer({ min: 1, max: 7 }),
      edge: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      rs: fc.double({ min: 20, max: 80, noNaN: true }),
    });
    fc.assert(
      fc.property(design, ({ order, edge, rs }) => {
        const { z, p, k } = cheby2(order, rs, edge, { output: 'zpk' });
        const { b, a } = zpk2tf(z, p, k);
        const sos = zpk2sos(z, p, k, { pairing: 'minimal' });
        const fromSections = sos2zpk(sos);
        assertSameSet(fromSections.z, z, 1e-9);
        assertSameSet(fromSections.p, p, 1e-9);
        assert(Math.abs(fromSections.k / k - 1) < 1e-9);
        for (const back of [tf2zpk(b, a), ss2zpk(zpk2ss(z, p, k))]) {
          assertSameSet(back.p, p, 1e-5);
          assertSameSet(back.z, z, 1e-5);
        }
        const flat = sos2tf(tf2sos(b, a, { pairing: 'keep_odd' }));
        const trimmed = (c: Float64Array) => c.slice(0, order + 1);
        assertClose(trimmed(flat.b), b, 1e-7);
        assertClose(trimmed(flat.a), a, 1e-7);
        const state = ss2tf(tf2ss(b, a));
        assertClose(state.b, b, 1e-7);
        assertClose(state.a, a, 1e-7);
      }),
    );
  });

  it('keep complex numbers with their conjugates, and every section stable', () => {
    for (const sos of [butter(9, 0.1), ellip(8, 1, 60, [0.2, 0.4], { type: 'bandpass' })]) {
      for (const [, , , a0, a1, a2] of sos) {
        assert.equal(a0, 1);
        assert(Math.abs(a2) < 1 && Math.abs(a1) < 1 + a2);
      }
    }
  });

  it('lose no zero and no pole of any filter: the sections have its response, however they are paired', () => {
    const point = { re: Math.cos(0.7), im: Math.sin(0.7) };
    const times = (u: Complex, v: Complex) => ({ re: u.re * v.re - u.im * v.im, im: u.re * v.im + u.im * v.re });
    const value = ([b, c, d]: number[], s: Complex) => {
      const square = times(s, s);
      return { re: b * square.re + c * s.re + d, im: b * square.im + c * s.im };
    };
    const size = ({ re, im }: Complex) => Math.hypot(re, im);
    const part = fc.double({ min: -0.9, max: 0.9, noNaN: true });
    const roots = fc.record({
      real: fc.array(part, { maxLength: 4 }),
      pairs: fc.array(
        fc.tuple(
          part,
          part.filter((im) => im > 0.1),
        ),
        { maxLength: 3 },
      ),
    });
    const all = ({ real, pairs }: { real: number[]; pairs: [number, number][] }) => ({
      re: [...real, ...pairs.flatMap(([re]) => [re, re])],
      im: [...real.map(() => 0), ...pairs.flatMap(([, im]) => [im, -im])],
    });
    fc.assert(
      fc.property(
        roots,
        roots,
        fc.constantFrom<Zpk2sosOptions>({}, { pairing: 'keep_odd' }, { pairing: 'minimal' }, { analog: true }),
        (zeros, poles, options) => {
          const [z, p] = [all(zeros), all(poles)];
          fc.pre(p.re.length > 0 && z.re.length <= p.re.length);
          const s = options.analog ? { re: 0, im: 0.7 } : point;
          const distances = (of: typeof z) => of.re.map((re, i) => size({ re: s.re - re, im: s.im - of.im[i] }));
          const product = (factors: number[]) => factors.reduce((a, b) => a * b, 1);
          const expected = product(distances(z)) / product(distances(p));
          // Zeros and poles at the origin, with which digital filters are filled up, leave the magnitude on the circle as it is.
          const found = product(
            zpk2sos(z, p, 1, options).map((row) => size(value(row.slice(0, 3), s)) / size(value(row.slice(3), s))),
          );
          assert(Math.abs(found / expected - 1) < 1e-9, `${found}, expected ${expected}`);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('take a gain alone', () => {
    const none = complexArray([]);
    assert.deepEqual(zpk2sos(none, none, 2), [[2, 0, 0, 1, 0, 0]]);
    assert.deepEqual(tf2ss([2], [1]).D, [[2]]);
    assert.deepEqual(Array.from(zpk2tf(none, none, 3).b), [3]);
  });

  it('take the sections of an analog filter, whose a0 may be 0, and refuse those without any denominator', () => {
    const sos = butter(3, 2, { analog: true });
    assert(sos.some((section) => section[3] === 0));
    const { p } = butter(3, 2, { analog: true, output: 'zpk' });
    assertSameSet(sos2zpk(sos).p, p, 1e-12);
    assert.equal(tf2zpk(sos2tf(sos).b, sos2tf(sos).a).p.re.length, 3);
    for (const convert of [sos2tf, sos2zpk])
      assert.throws(
        () => convert([[1, 0, 0, 0, 0, 0]]),
        /RangeError: sos\[0\] is \[1,0,0,0,0,0\]; of a0, a1, a2 at least one must not be 0/,
      );
  });

  it('of a state space keep the zeros of an analog filter, whatever its unit', () => {
    for (const edge of [1e-8, 1, 1e8]) {
      const { z, p, k } = cheby2(2, 40, edge, { analog: true, output: 'zpk' });
      const back = ss2zpk(zpk2ss(z, p, k));
      assertSameSet(back.z, z, 1e-9 * edge);
      assertSameSet(back.p, p, 1e-9 * edge);
      assert(Math.abs(back.k / k - 1) < 1e-9, `${edge}: ${back.k}, expected ${k}`);
    }
  });

  it('of a state space in other coordinates find no zeros that are rounding errors', () => {
    // 1/((z − 0.5)(z − 0.6)(z − 0.7)), its states turned by an orthogonal matrix: C·B and C·A·B are zero but for rounding.
    const { A, B, C, D } = zpk2ss(complexArray([]), complexArray([0.5, 0.6, 0.7]), 1);
    const v = [1 / 3, 2 / 7, 0.9];
    const square = v.reduce((sum, value) => sum + value * value, 0);
    const Q = v.map((vi, i) => v.map((vj, j) => Number(i === j) - (2 * vi * vj) / square));
    const times = (L: number[][], R: number[][]) =>
      L.map((row) => R[0].map((_, j) => row.reduce((sum, value, k) => sum + value * R[k][j], 0)));
    const turned = { A: times(times(Q, A), Q), B: times(Q, B), C: times(C, Q), D };
    const { b } = ss2tf(turned);
    assert(b.slice(1, 3).some((value) => value !== 0));
    const { z, k } = ss2zpk(turned);
    assert.equal(z.re.length, 0);
    assert(Math.abs(k - 1) < 1e-12);
  });

  it('say what is wrong with an argument', () => {
    assert.throws(() => tf2zpk([], [1]), /b is empty/);
    assert.throws(() => tf2zpk([1], [1e-320, 1, 1, 1]), /a is \[1e-320,1,1,1\]; it must be less extreme/);
    const large = [
      [1, 1, 0],
      [1, -1, 3],
      [2, -1, 1],
    ].map((row) => row.map((value) => value * 1e160));
    assert.throws(
      () => ss2tf({ A: large, B: [[1], [1], [1]], C: [[1, 1, 1]], D: [[0]] }),
      /RangeError: ss is .*; it must be less extreme/,
    );
    assert.throws(() => tf2zpk([1], [0, 0]), /a is \[0,0\]; at least one coefficient must not be 0/);
    assert.throws(() => tf2ss([1, 2, 3], [1, 2]), /b has degree 2, a 1; the numerator's must not be higher/);
    assert.throws(() => zpk2sos(complexArray([0], [1]), complexArray([]), 1), /without its conjugate/);
    assert.throws(
      () => zpk2sos(complexArray([1]), complexArray([]), 1, { pairing: 'minimal' }),
      /at least as many poles/,
    );
    assert.throws(() => zpk2sos(complexArray([]), complexArray([1]), Number.NaN), /k is NaN/);
    assert.throws(
      () => zpk2sos(complexArray([]), complexArray([1]), 1, { pairing: 'best' } as unknown as Zpk2sosOptions),
      /pairing is 'best'/,
    );
    assert.throws(() => sos2tf([[1, 2, 3]]), /sos\[0\] is \[1,2,3\]; a section has six numbers/);
    assert.throws(() => sos2zpk([]), /at least one/);
    assert.throws(() => ss2tf({ A: [[1, 2]], B: [[1]], C: [[1]], D: [[1]] }), /of shapes \[n, n\]/);
  });
});

describe('notches, peaks and combs', () => {
  it('agree with SciPy', () => {
    const designs = { iirnotch, iirpeak, iircomb };
    for (const { name, w0, Q, options, b, a } of goldenIir.notches) {
      const ours = designs[name as keyof typeof designs](w0, Q, options);
      assertClose(ours.b, b, 1e-12, name);
      assertClose(ours.a, a, 1e-12, name);
    }
  });

  it('say what is wrong with an argument', () => {
    assert.throws(() => iirnotch(1.5, 10), /w0 is 1.5; it must lie in \(0, 1\)/);
    assert.throws(() => iirnotch(0.5, 0), /Q is 0; it must be positive/);
    assert.throws(() => iirpeak(0.9, 0.5), /Q is 0.5; it must be more than 0.9/);
    assert.throws(() => iircomb(0.3, 30), /fs\/w0 must be a whole number/);
    assert.throws(() => iircomb(0.5, 30, { ftype: 'stop' as never }), /ftype is 'stop'/);
    assert.throws(() => iircomb(0.5, 1), /Q is 1; it must be more than 1/);
  });
});
