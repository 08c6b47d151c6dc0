// How filters grow: each sweep changes one size and leaves the others. `call(n)` makes the call of size n; `time` and `bytes` are its theory, up to
// a factor.
import {
  butter,
  fftConvolve,
  filtfilt,
  firls,
  firwin,
  firwin2,
  freqz,
  lfilter,
  minimumPhase,
  remez,
  sosfilt,
} from 'polezero/dsp';
import { random } from 'polezero/numeric';

const { normal } = random(20);
const noise = Float64Array.from({ length: 2 ** 20 }, normal);
const signal = (length) => noise.slice(0, length);

const powers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => 2 ** (from + i));
const odd = (sizes) => sizes.map((n) => n + 1);

const linear = (n) => n;
const linearithmic = (n) => n * Math.log2(n);

const order4 = butter(4, 0.5, { output: 'ba' });
const sections4 = butter(8, 0.2);
const one = Float64Array.of(1);

/** Along n samples, with everything made before. */
const onSamples = (filter) => (n) => {
  const x = signal(n);
  return () => filter(x);
};

export const filters = [
  {
    name: 'firwin',
    along: 'taps',
    sizes: odd(powers(8, 14)),
    few: odd(powers(6, 9)),
    call: (n) => () => firwin(n, 0.3),
    time: { text: 'N', of: linear },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'remez',
    along: 'taps',
    sizes: [31, 45, 63, 91, 127, 181, 255, 361, 511],
    few: [31, 45, 63, 91, 127, 181],
    call: (n) => () => remez(n, [0, 0.3, 0.3 + 6 / n, 1], [1, 0], { weight: [1, 10] }),
    time: { text: 'N² (grid × extremes)', of: (n) => n ** 2 },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'firls',
    along: 'taps',
    sizes: odd([32, 64, 128, 256, 512, 1024]),
    few: odd(powers(5, 8)),
    call: (n) => () => firls(n, [0, 0.3, 0.3 + 6 / n, 1], [1, 1, 0, 0]),
    time: { text: 'N³ (Cholesky)', of: (n) => n ** 3 },
    bytes: { text: 'N²', of: (n) => n ** 2 },
  },
  {
    name: 'firwin2',
    along: 'taps',
    sizes: odd(powers(8, 14)),
    few: odd(powers(6, 9)),
    call: (n) => () => firwin2(n, [0, 0.3, 0.5, 1], [1, 1, 0, 0]),
    time: { text: 'N log N', of: linearithmic },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'minimumPhase',
    along: 'taps',
    sizes: odd(powers(6, 12)),
    few: odd(powers(5, 8)),
    call: (n) => {
      const taps = firwin(n, 0.3);
      return () => minimumPhase(taps);
    },
    time: { text: 'N log N', of: linearithmic },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'lfilter, order 4',
    along: 'samples',
    sizes: powers(12, 20),
    few: powers(10, 13),
    call: onSamples((x) => lfilter(order4.b, order4.a, x)),
    time: { text: 'N', of: linear },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'lfilter, FIR, 65536 samples',
    along: 'taps',
    sizes: odd(powers(4, 9)),
    few: odd(powers(4, 7)),
    call: (n) => {
      const [taps, x] = [firwin(n, 0.3), signal(2 ** 16)];
      return () => lfilter(taps, one, x);
    },
    time: { text: 'M (direct: N·M)', of: linear },
    bytes: { text: 'N + M', of: (n) => 2 ** 16 + n },
  },
  {
    name: 'filtfilt, order 4',
    along: 'samples',
    sizes: powers(12, 20),
    few: powers(10, 13),
    call: onSamples((x) => filtfilt(order4.b, order4.a, x)),
    time: { text: 'N', of: linear },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'sosfilt, 4 sections',
    along: 'samples',
    sizes: powers(12, 20),
    few: powers(10, 13),
    call: onSamples((x) => sosfilt(sections4, x)),
    time: { text: 'N', of: linear },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'sosfilt, 65536 samples',
    along: 'sections',
    sizes: [3, 6, 12, 24],
    few: [3, 6, 12, 24],
    call: (n) => {
      const [sos, x] = [butter(2 * n, 0.2), signal(2 ** 16)];
      return () => sosfilt(sos, x);
    },
    time: { text: 'K', of: linear },
    bytes: { text: '1', of: () => 1 },
  },
  {
    name: 'fftConvolve with 1001 taps',
    along: 'samples',
    sizes: powers(14, 20),
    few: powers(14, 18),
    call: onSamples((x) => fftConvolve(x, noise.subarray(0, 1001))),
    time: { text: 'N (blocks)', of: linear },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'fftConvolve of two alike',
    along: 'samples',
    sizes: powers(10, 18),
    few: powers(9, 13),
    call: onSamples((x) => fftConvolve(x, x)),
    time: { text: 'N log N', of: linearithmic },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'freqz, 101 taps',
    along: 'points',
    sizes: powers(9, 17),
    few: powers(9, 13),
    call: (n) => {
      const taps = firwin(101, 0.3);
      return () => freqz(taps, one, { n });
    },
    time: { text: 'N', of: linear },
    bytes: { text: 'N', of: linear },
  },
  {
    name: 'freqz, 16384 points',
    along: 'taps',
    sizes: odd(powers(5, 12)),
    few: odd(powers(5, 9)),
    call: (n) => {
      const taps = firwin(n, 0.3);
      return () => freqz(taps, one, { n: 2 ** 14 });
    },
    time: { text: 'log M (N log M)', of: Math.log2 },
    bytes: { text: 'N + M', of: (n) => 2 ** 14 + n },
  },
];
