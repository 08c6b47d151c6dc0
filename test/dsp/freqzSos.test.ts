import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { butter, freqz, freqzSos, sos2tf } from 'polezero/dsp';
import { assertClose } from './golden';

describe('freqzSos', () => {
  it('is the response of the coefficients', () => {
    const sos = butter(5, 0.3);
    const { b, a } = sos2tf(sos);
    for (const options of [{ n: 64 }, { n: 33, whole: true, fs: 52 }, { w: [0.1, 1, 3] }]) {
      const [ours, theirs] = [freqzSos(sos, options), freqz(b, a, options)];
      assert.deepEqual(ours.w, theirs.w);
      assertClose(ours.h.re, theirs.h.re, 1e-11);
      assertClose(ours.h.im, theirs.h.im, 1e-11);
    }
  });

  it('says what is wrong with an argument', () => {
    assert.throws(() => freqzSos([]), /at least one/);
    assert.throws(() => freqzSos([[1, 0, 0, 1, 0]]), /sos\[0\] is \[1,0,0,1,0\]; a section has six numbers/);
    assert.throws(() => freqzSos([[1, 0, 0, 0, 1, 0]]), /sos\[0\] is \[1,0,0,0,1,0\]; its a0 must not be 0/);
  });
});
