import { checkNumber, checkOptions, shown } from '../numeric/check';
import { ellipticK } from '../numeric/elliptic';
import { minimizeBounded } from '../numeric/minimize';
import { powerOfTwo } from '../numeric/powerOfTwo';
import { listed } from './bandEdges';
import { checkEdges, samplingFrequency } from './iirfilter';

export interface OrderOptions {
  /** Edges in rad/s; default false. */
  analog?: boolean;
  /** Sampling frequency; default 2, so that edges are relative to the Nyquist frequency. */
  fs?: number;
}

/** The order, and the edge or edges with which the design function meets the specification. */
export interface Order {
  order: number;
  wn: number | [number, number];
}

/** A specification, its edges as those of an analog filter. */
interface Specification {
  kind: 'lowpass' | 'highpass' | 'bandpass' | 'bandstop';
  pass: number[];
  stop: number[];
  gpass: number;
  gstop: number;
  /** From an analog frequency back to the caller's unit. */
  unwarp: (omega: number) => number;
}

/** The order, not yet rounded up, for which a low-pass prototype falls from gpass to gstop between 1 and `selectivity` rad/s. */
type OrderOf = (selectivity: number, gpass: number, gstop: number) => number;

/** 10^(decibel/10) − 1. */
const excess = (decibel: number): number => Math.expm1((decibel * Math.LN10) / 10);

const butterworthOrder: OrderOf = (selectivity, gpass, gstop) =>
  Math.log10(excess(gstop) / excess(gpass)) / (2 * Math.log10(selectivity));

const chebyshevOrder: OrderOf = (selectivity, gpass, gstop) =>
  Math.acosh(Math.sqrt(excess(gstop) / excess(gpass))) / Math.acosh(selectivity);

const ellipticOrder: OrderOf = (selectivity, gpass, gstop) => {
  const [k2, d2] = [1 / selectivity ** 2, excess(gpass) / excess(gstop)];
  return (ellipticK(1 - k2) * ellipticK(d2)) / (ellipticK(k2) * ellipticK(1 - d2));
};

type Edges = number | readonly number[];

function specification(wp: Edges, ws: Edges, gpass: number, gstop: number, options: OrderOptions): Specification {
  checkOptions(options, ['analog', 'fs']);
  const { analog = false } = options;
  const fs = samplingFrequency(analog, options.fs);
  const [passEdges, stopEdges] = [wp, ws].map(listed);
  checkEdges('wp', passEdges, fs / 2);
  checkEdges('ws', stopEdges, fs / 2);
  if (passEdges.length !== stopEdges.length || passEdges.length > 2)
    throw new RangeError(`wp is ${shown(wp)} and ws ${shown(ws)}; both must be one edge, or both two.`);
  checkNumber('gpass', gpass, (g) => g > 0, 'positive, in dB');
  checkNumber('gstop', gstop, (g) => g > gpass, `more than gpass, which is ${gpass}, in dB`);
  // Edges are searched for to 10⁻⁵, as by SciPy: those of a slow analog filter in a unit in which that is little.
  const unit = Math.min(1, powerOfTwo(Math.min(...passEdges, ...stopEdges)));
  const warp = (edge: number) => (analog ? edge / unit : Math.tan((Math.PI * ((2 * edge) / fs)) / 2));
  const unwarp = (omega: number) => (analog ? omega * unit : (fs * Math.atan(omega)) / Math.PI);
  return {
    kind: kindOf(passEdges, stopEdges),
    pass: passEdges.map(warp),
    stop: stopEdges.map(warp),
    gpass,
    gstop,
    unwarp,
  };
}

function kindOf(pass: readonly number[], stop: readonly number[]): Specification['kind'] {
  const message = `wp is ${shown(pass)} and ws ${shown(stop)}`;
  if (pass.length === 1) {
    if (pass[0] === stop[0]) throw new RangeError(`${message}; they must differ.`);
    return pass[0] < stop[0] ? 'lowpass' : 'highpass';
  }
  if (stop[0] < pass[0] && pass[1] < stop[1]) return 'bandpass';
  if (pass[0] < stop[0] && stop[1] < pass[1]) return 'bandstop';
  throw new RangeError(`${message}; one band must lie strictly inside the other.`);
}

/** How far beyond the edge of the low-pass prototype the nearer stop edge comes to lie. */
function selectivity({ kind, stop }: Specification, pass: readonly number[]): number {
  const [low, high] = pass;
  const places = {
    lowpass: () => stop.map((omega) => omega / low),
    highpass: () => stop.map((omega) => low / omega),
    bandpass: () => stop.map((omega) => (omega * omega - low * high) / (omega * (high - low))),
    bandstop: () => stop.map((omega) => (omega * (high - low)) / (omega * omega - low * high)),
  }[kind]();
  return Math.min(...places.map(Math.abs));
}

/**
 * The pass edges of a band-stop filter may move towards the stop band if that spares order: each on its own, with the other where it was given
 * (SciPy's way since 1.17; before, the second search began where the first had ended).
 */
function movedEdges(spec: Specification, orderOf: OrderOf): number[] {
  const { kind, pass, stop, gpass, gstop } = spec;
  if (kind !== 'bandstop') return pass;
  const cost = (edges: number[]) => orderOf(selectivity(spec, edges), gpass, gstop);
  const low = minimizeBounded((edge) => cost([edge, pass[1]]), pass[0], stop[0] - 1e-12, 1e-5);
  const high = minimizeBounded((edge) => cost([pass[0], edge]), stop[1] + 1e-12, pass[1], 1e-5);
  return [low, high];
}

const result = ({ unwarp, pass, stop }: Specification, order: number, edges: readonly number[]): Order => {
  if (!Number.isSafeInteger(order) || !edges.every(Number.isFinite))
    throw new RangeError(
      `wp and ws are ${shown([pass.map(unwarp), stop.map(unwarp)])}; they must be farther apart, or the attenuations nearer: the order would be ${order}.`,
    );
  const wn = edges.map((omega) => unwarp(Math.abs(omega))).sort((a, b) => a - b);
  return { order, wn: wn.length === 1 ? wn[0] : [wn[0], wn[1]] };
};

/** Both solutions of ω − low·high/ω = ±width, as positive frequencies. */
function bandEdges(low: number, high: number, width: number): [number, number] {
  const upper = width / 2 + Math.sqrt((width * width) / 4 + low * high);
  return [(low * high) / upper, upper];
}

/**
 * The smallest order of a Butterworth filter that meets a specification.
 *
 * @example
 * buttord(0.2, 0.3, 3, 60) // { order: 16, wn: 0.20002776782743284 }
 *
 * @param wp - edge or edges of the pass band, in (0, fs/2); of an analog filter in rad/s
 * @param ws - edge or edges of the stop band; where they lie says what kind of filter it is
 * @param gpass - the most that may be lost in the pass band, in dB
 * @param gstop - the least by which the stop band is attenuated, in dB, more than gpass
 * @returns the order and the edges for {@link butter}
 * @throws RangeError or TypeError for an argument out of range or an unknown option
 * Source: Parks & Burrus, Digital Filter Design, section 7.2.
 */
export function buttord(wp: Edges, ws: Edges, gpass: number, gstop: number, options: OrderOptions = {}): Order {
  const spec = specification(wp, ws, gpass, gstop, options);
  const pass = movedEdges(spec, butterworthOrder);
  const order = Math.ceil(butterworthOrder(selectivity(spec, pass), gpass, gstop));
  // Where the prototype, 3 dB down at 1, is gpass down: so the pass edge is met exactly, the stop edge with what is to spare.
  const w0 = excess(gpass) ** (-1 / (2 * order));
  const [low, high] = pass;
  const edges = {
    lowpass: () => [low * w0],
    highpass: () => [low / w0],
    bandpass: () => bandEdges(low, high, w0 * (high - low)),
    bandstop: () => bandEdges(low, high, (high - low) / w0),
  }[spec.kind]();
  return result(spec, order, edges);
}

/**
 * The smallest order of a Chebyshev filter of type I that meets a specification. Arguments as in {@link buttord}.
 *
 * @example
 * cheb1ord(0.2, 0.3, 1, 40) // { order: 6, wn: 0.2 }
 *
 * @returns the order and the edges for {@link cheby1} with rp = gpass
 */
export function cheb1ord(wp: Edges, ws: Edges, gpass: number, gstop: number, options: OrderOptions = {}): Order {
  const spec = specification(wp, ws, gpass, gstop, options);
  const pass = movedEdges(spec, chebyshevOrder);
  return result(spec, Math.ceil(chebyshevOrder(selectivity(spec, pass), gpass, gstop)), pass);
}

/**
 * The smallest order of a Chebyshev filter of type II that meets a specification. Arguments as in {@link buttord}.
 *
 * @example
 * cheb2ord(0.2, 0.3, 1, 40) // { order: 6, wn: 0.295024 }
 *
 * @returns the order and the edges for {@link cheby2} with rs = gstop
 */
export function cheb2ord(wp: Edges, ws: Edges, gpass: number, gstop: number, options: OrderOptions = {}): Order {
  const spec = specification(wp, ws, gpass, gstop, options);
  const pass = movedEdges(spec, chebyshevOrder);
  const order = Math.ceil(chebyshevOrder(selectivity(spec, pass), gpass, gstop));
  // Where the prototype, whose stop band begins at 1, is gpass down: so the pass edge is met exactly.
  const w0 = 1 / Math.cosh(Math.acosh(Math.sqrt(excess(gstop) / excess(gpass))) / order);
  const [low, high] = pass;
  const edges = {
    lowpass: () => [low / w0],
    highpass: () => [low * w0],
    bandpass: () => bandEdges(low, high, (high - low) / w0),
    bandstop: () => bandEdges(low, high, w0 * (high - low)),
  }[spec.kind]();
  return result(spec, order, edges);
}

/**
 * The smallest order of an elliptic filter that meets a specification. Arguments as in {@link buttord}.
 *
 * @example
 * ellipord(0.2, 0.3, 1, 40) // { order: 4, wn: 0.2 }
 *
 * @returns the order and the edges for {@link ellip} with rp = gpass and rs = gstop
 */
export function ellipord(wp: Edges, ws: Edges, gpass: number, gstop: number, options: OrderOptions = {}): Order {
  const spec = specification(wp, ws, gpass, gstop, options);
  const pass = movedEdges(spec, ellipticOrder);
  return result(spec, Math.ceil(ellipticOrder(selectivity(spec, pass), gpass, gstop)), pass);
}
