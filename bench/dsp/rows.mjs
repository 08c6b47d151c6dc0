// The rows of the comparison. `ours` and `scipy` are the same call on the same arrays, `given`; `within` is how far the results may be apart,
// relative to the largest value.
import {
  butter,
  cheby2,
  ellip,
  fftConvolve,
  filtfilt,
  firwin,
  freqz,
  freqzSos,
  lfilter,
  oaConvolve,
  remez,
  sosfilt,
  sosfiltfilt,
} from 'polezero/dsp';
import { random } from 'polezero/numeric';

const { normal } = random(20);
const noise = Float64Array.from({ length: 1_000_000 }, normal);
const signal = (length) => noise.slice(0, length);

/** The complex gains as re, im, re, im, … */
const gains = ({ h }) => Float64Array.from({ length: 2 * h.re.length }, (_, i) => (i % 2 ? h.im : h.re)[i >> 1]);
const output = ({ y }) => y;
const sections = (sos) => Float64Array.from(sos.flat());

const firwinRow = (numTaps) => ({
  name: `firwin, ${numTaps} taps`,
  ours: () => firwin(numTaps, 0.3),
  scipy: `signal.firwin(${numTaps}, 0.3)`,
  within: 1e-12,
});

/** SciPy stops where we go on, off the grid: the taps differ by as much as its ripple is larger. */
const remezRow = (numTaps) => {
  const edge = 0.3 + 6 / numTaps;
  return {
    name: `remez, ${numTaps} taps`,
    ours: () => remez(numTaps, [0, 0.3, edge, 1], [1, 0], { weight: [1, 10] }),
    scipy: `signal.remez(${numTaps}, [0, 0.3, ${edge}, 1], [1, 0], weight=[1, 10], fs=2)`,
    within: 1e-3,
  };
};

const taps101 = firwin(101, 0.3);
const order8 = butter(8, 0.2, { output: 'ba' });

const freqzRow = (kind, { b, a }, n) => ({
  name: `freqz, ${kind}, ${n} points`,
  given: { b, a },
  ours: () => freqz(b, a, { n }),
  values: gains,
  scipy: `signal.freqz(b, a, worN=${n})[1]`,
  within: 1e-9,
});
const fir = { b: taps101, a: Float64Array.of(1) };

const sosfiltRow = (sos, length = 1_000_000) => {
  const x = signal(length);
  return {
    name: `sosfilt, ${sos.length} section${sos.length > 1 ? 's' : ''}, ${length} samples`,
    given: { sos, x },
    ours: () => sosfilt(sos, x),
    values: output,
    scipy: 'signal.sosfilt(sos, x)',
    within: 1e-10,
  };
};
const lfilterRow = (order, length = 1_000_000) => {
  const x = signal(length);
  // From order 10 on the coefficients of a narrow filter have too few digits for both to agree.
  const { b, a } = butter(order, 0.5, { output: 'ba' });
  return {
    name: `lfilter, order ${order}, ${length} samples`,
    given: { b, a, x },
    ours: () => lfilter(b, a, x),
    values: output,
    scipy: 'signal.lfilter(b, a, x)',
    within: 1e-10,
  };
};
const firRow = (numTaps, length = 1_000_000) => {
  const [b, a, x] = [firwin(numTaps, 0.3), Float64Array.of(1), signal(length)];
  return {
    name: `lfilter, ${numTaps} taps, ${length} samples`,
    given: { b, a, x },
    ours: () => lfilter(b, a, x),
    values: output,
    scipy: 'signal.lfilter(b, a, x)',
    within: 1e-10,
  };
};
const filtfiltRow = (order, length = 1_000_000) => {
  const x = signal(length);
  const { b, a } = butter(order, 0.2, { output: 'ba' });
  return {
    name: `filtfilt, order ${order}, ${length} samples`,
    given: { b, a, x },
    ours: () => filtfilt(b, a, x),
    scipy: 'signal.filtfilt(b, a, x)',
    within: 1e-9,
  };
};
const convolveRow = (length, numTaps, ours = fftConvolve) => {
  const [x, h] = [signal(length), noise.slice(-numTaps)];
  return {
    name: `${ours.name}, ${length} × ${numTaps}`,
    given: { x, h },
    ours: () => ours(x, h),
    scipy: `signal.${ours.name.toLowerCase()}(x, h)`,
    within: 1e-12,
  };
};

const bandpass = () => ellip(8, 1, 60, [0.2, 0.4], { type: 'bandpass' });
const x6 = signal(1_000_000);

/** What the issue names. */
export const rows = [
  firwinRow(101),
  firwinRow(4001),
  remezRow(55),
  remezRow(255),
  {
    name: 'ellip, order 8, band-pass, to sos',
    ours: bandpass,
    values: sections,
    scipy: 'signal.ellip(8, 1, 60, [0.2, 0.4], btype="bandpass", output="sos")',
    within: 1e-10,
  },
  freqzRow('101 taps', fir, 2 ** 16),
  freqzRow('order 8', order8, 2 ** 16),
  sosfiltRow(bandpass()),
  lfilterRow(4),
  filtfiltRow(4),
  convolveRow(1_000_000, 4001),
];

/** Other sizes and relatives, to see that nothing is made for one size alone. */
export const others = [
  firwinRow(11),
  {
    name: 'firwin, 1001 taps, Kaiser, band-pass',
    ours: () => firwin(1001, [0.2, 0.4], { window: ['kaiser', 8], passZero: 'bandpass' }),
    scipy: 'signal.firwin(1001, [0.2, 0.4], window=("kaiser", 8), pass_zero="bandpass")',
    within: 1e-12,
  },
  remezRow(21),
  remezRow(101),
  remezRow(401),
  {
    name: 'remez, 101 taps, Hilbert',
    ours: () => remez(101, [0.05, 0.95], [1], { type: 'hilbert' }),
    scipy: 'signal.remez(101, [0.05, 0.95], [1], type="hilbert", fs=2)',
    within: 1e-3,
  },
  {
    name: 'butter, order 4, to sos',
    ours: () => butter(4, 0.2),
    values: sections,
    scipy: 'signal.butter(4, 0.2, output="sos")',
    within: 1e-10,
  },
  {
    name: 'cheby2, order 20, band-stop, to sos',
    ours: () => cheby2(20, 60, [0.2, 0.4], { type: 'bandstop' }),
    values: sections,
    scipy: 'signal.cheby2(20, 60, [0.2, 0.4], btype="bandstop", output="sos")',
    within: 1e-10,
  },
  freqzRow('101 taps', fir, 512),
  freqzRow('101 taps', fir, 1000),
  freqzRow('101 taps', fir, 10007),
  freqzRow('4001 taps', { b: firwin(4001, 0.3), a: Float64Array.of(1) }, 2 ** 16),
  freqzRow('order 8', order8, 512),
  freqzRow('order 8', order8, 10007),
  {
    name: 'freqzSos, 8 sections, 10000 points',
    given: { sos: bandpass() },
    ours: (
      (sos) => () =>
        freqzSos(sos, { n: 10000 })
    )(bandpass()),
    values: gains,
    scipy: 'signal.sosfreqz(sos, worN=10000)[1]',
    within: 1e-9,
  },
  ...[1, 2, 3, 4, 5, 6, 7].map((count) => sosfiltRow(butter(2 * count, 0.2))),
  sosfiltRow(butter(20, 0.2)),
  sosfiltRow(butter(8, 0.2), 1000),
  ...[1, 2, 3, 5, 6, 8, 10, 12, 16, 20].map((order) => lfilterRow(order)),
  lfilterRow(4, 1000),
  firRow(3),
  firRow(31),
  firRow(101),
  filtfiltRow(2),
  filtfiltRow(8),
  {
    name: 'sosfiltfilt, 4 sections, 1000000 samples',
    given: { sos: butter(8, 0.2), x: x6 },
    ours: (
      (sos) => () =>
        sosfiltfilt(sos, x6)
    )(butter(8, 0.2)),
    scipy: 'signal.sosfiltfilt(sos, x)',
    within: 1e-9,
  },
  convolveRow(1000, 1000),
  convolveRow(100_000, 101),
  convolveRow(1_000_000, 31),
  convolveRow(500_000, 500_000),
  convolveRow(1_000_000, 4001, oaConvolve),
  convolveRow(100_000, 101, oaConvolve),
];
