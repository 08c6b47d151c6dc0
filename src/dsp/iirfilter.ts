import {
  checkChoice,
  checkFlag,
  checkInteger,
  checkNumber,
  checkOptions,
  checkSamples,
  isFiniteThroughout,
  shown,
} from '../numeric/check';
import { toArrays } from '../numeric/complex';
import { listed } from './bandEdges';
import { bilinear, toBandpass, toBandstop, toHighpass, toLowpass } from './bandTransforms';
import { zpk2tf } from './conversions';
import type { PassType } from './firwin';
import { type BesselNorm, bessel, butterworth, chebyshev1, chebyshev2, elliptic, type Roots } from './prototypes';
import type { Ba, Sos, Zpk } from './representations';
import { zpk2sos } from './zpk2sos';

/** What a design function returns: sections (the default, right for every order), zeros, poles and gain, or coefficients. */
export type IirOutput = 'sos' | 'zpk' | 'ba';

export interface IirForms {
  sos: Sos;
  zpk: Zpk;
  ba: Ba;
}

/** Options of every IIR design. */
export interface IirOptions<Output extends IirOutput = IirOutput> {
  /** Kind of filter; default 'lowpass'. */
  type?: PassType;
  /** Design an analog filter, edges in rad/s; default false. */
  analog?: boolean;
  /** Sampling frequency; default 2, so that edges are relative to the Nyquist frequency. Not for analog filters. */
  fs?: number;
  /** Default 'sos'. */
  output?: Output;
}

export type IirFamily = 'butter' | 'cheby1' | 'cheby2' | 'ellip' | 'bessel';

export interface IirfilterOptions<Output extends IirOutput = IirOutput> extends IirOptions<Output> {
  /** Default 'butter'. */
  ftype?: IirFamily;
  /** Ripple of the pass band in dB: cheby1 and ellip need it. */
  rp?: number;
  /** Attenuation of the stop band in dB: cheby2 and ellip need it. */
  rs?: number;
  /** What the edge of a Bessel filter means; default 'phase'. See {@link bessel}. */
  norm?: BesselNorm;
}

const families: readonly IirFamily[] = ['butter', 'cheby1', 'cheby2', 'ellip', 'bessel'];
const passTypes: readonly PassType[] = ['lowpass', 'highpass', 'bandpass', 'bandstop'];
const edgeCount = (type: PassType): number => (type === 'lowpass' || type === 'highpass' ? 1 : 2);

/** Throws unless the edges fit to the type and to the sampling frequency. */
export function checkEdges(name: string, edges: readonly number[], nyquist: number): void {
  checkSamples(name, edges);
  edges.forEach((edge, i) => {
    if (edge <= 0 || edge >= nyquist)
      throw new RangeError(
        `${name} is ${shown(edges.length === 1 ? edge : edges)}; it must lie in (0, ${nyquist})${nyquist === Number.POSITIVE_INFINITY ? ', in rad/s.' : ', between zero and the Nyquist frequency fs/2.'}`,
      );
    if (i > 0 && edge <= edges[i - 1])
      throw new RangeError(`${name} is ${shown(edges)}; its two edges must increase strictly.`);
  });
}

/** The sampling frequency that is meant; an analog filter has none. */
export function samplingFrequency(analog: boolean, given: number | undefined): number {
  checkFlag('analog', analog);
  if (!analog) {
    const fs = given === undefined ? 2 : given;
    checkNumber('fs', fs, (f) => f > 0, 'positive');
    return fs;
  }
  if (given !== undefined)
    throw new TypeError(`fs is ${shown(given)}; an analog filter has no sampling frequency: leave it out.`);
  return Number.POSITIVE_INFINITY;
}

function prototype(order: number, { ftype = 'butter', rp, rs, norm = 'phase' }: IirfilterOptions): Roots {
  checkChoice('ftype', ftype, families);
  const decibel = (name: string, value: number | undefined): number => {
    if (value === undefined) throw new TypeError(`${name} is missing; ${ftype} needs it, in dB.`);
    checkNumber(name, value, (v) => v > 0 && v <= 3000, 'in (0, 3000] dB');
    return value;
  };
  if (ftype === 'butter') return butterworth(order);
  if (ftype === 'cheby1') return chebyshev1(order, decibel('rp', rp));
  if (ftype === 'cheby2') return chebyshev2(order, decibel('rs', rs));
  if (ftype === 'bessel') {
    checkChoice('norm', norm, ['phase', 'delay', 'mag']);
    return bessel(order, norm);
  }
  const [ripple, attenuation] = [decibel('rp', rp), decibel('rs', rs)];
  if (ripple >= attenuation) throw new RangeError(`rp is ${ripple}; it must be less than rs, which is ${attenuation}.`);
  return elliptic(order, ripple, attenuation);
}

/** Analog edges, and for bands how far apart they are. */
interface Edges {
  low: number;
  high: number;
  width: number;
}

function transform(lowpass: Roots, type: PassType, { low, high, width }: Edges): Roots {
  if (type === 'lowpass') return toLowpass(lowpass, low);
  if (type === 'highpass') return toHighpass(lowpass, low);
  return (type === 'bandpass' ? toBandpass : toBandstop)(lowpass, Math.sqrt(low) * Math.sqrt(high), width);
}

/**
 * The edges at which s = 4·(z − 1)/(z + 1) takes the digital ones, 4·tan(π·edge/fs). Near the Nyquist frequency the tangent is taken from there,
 * and the width is 4·sin(b − a)/(cos a·cos b): so narrow bands keep all their digits, wherever they lie.
 */
function warped(edges: readonly number[], fs: number): Edges {
  const fromNyquist = (edge: number) => (Math.PI * (fs / 2 - edge)) / fs;
  const [low, high] = edges.map(
    (edge) => 4 * (edge < fs / 4 ? Math.tan((Math.PI * edge) / fs) : 1 / Math.tan(fromNyquist(edge))),
  );
  const [sinA, sinB] = edges.map((edge) => Math.sin(fromNyquist(edge)));
  return { low, high, width: (4 * Math.sin((Math.PI * (edges[1] - edges[0])) / fs)) / (sinA * sinB) };
}

/** More take minutes and leave the range of doubles anyway. */
const mostPoles = 10_000;
/** More take long: the coefficients of the polynomial whose zeros are looked for are integers of hundreds of digits. */
const mostBessel = 100;

/** A filter in the form that is asked for. */
export function inForm<Output extends IirOutput>(filter: Roots, output: Output, analog: boolean): IirForms[Output] {
  const [z, p, k] = [toArrays(filter.z), toArrays(filter.p), filter.k];
  const forms: { [form in IirOutput]: () => IirForms[form] } = {
    zpk: () => ({ z, p, k }),
    sos: () => zpk2sos(z, p, k, { analog }),
    ba: () => zpk2tf(z, p, k),
  };
  checkChoice('output', output, Object.keys(forms));
  return forms[output]();
}

/**
 * IIR filter of a given order, from an analog prototype by the bilinear transform.
 *
 * @example
 * iirfilter(4, 0.2, { ftype: 'ellip', rp: 1, rs: 60 })
 *
 * @param order - of the low-pass prototype, at most 10,000 (digital filters leave the range of doubles before), of a Bessel filter 100; band-pass and band-stop filters have twice as many poles
 * @param wn - edge, or two edges that increase, in (0, fs/2); of an analog filter in rad/s
 * @throws RangeError or TypeError for an argument out of range, a missing ripple, or an unknown option
 * Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., section 7.2.
 */
export function iirfilter<Output extends IirOutput = 'sos'>(
  order: number,
  wn: number | readonly number[],
  options: IirfilterOptions<Output> = {},
): IirForms[Output] {
  checkOptions(options, ['ftype', 'rp', 'rs', 'norm', 'type', 'analog', 'fs', 'output']);
  const { type = 'lowpass', analog = false, output = 'sos' as Output } = options;
  checkInteger('order', order, 0, options.ftype === 'bessel' ? mostBessel : mostPoles);
  checkChoice('type', type, passTypes);
  const fs = samplingFrequency(analog, options.fs);
  const edges = listed(wn);
  checkEdges('wn', edges, fs / 2);
  if (edges.length !== edgeCount(type))
    throw new RangeError(
      `wn is ${shown(wn)}; a ${type} filter needs ${edgeCount(type) === 1 ? 'one edge' : 'two edges'}.`,
    );

  const lowpass = prototype(order, options);
  const [low, high] = edges;
  const roots = analog
    ? transform(lowpass, type, { low, high, width: high - low })
    : bilinear(transform(lowpass, type, warped(edges, fs)), 2);
  if (roots.k !== 0 && isFiniteThroughout(roots)) {
    const filter = inForm(roots, output, analog);
    if (isFiniteThroughout(filter)) return filter;
  }
  throw new RangeError(
    `wn is ${shown(wn)}; for order ${order} the numbers of this filter (${output}) leave the range of doubles: wn must be nearer to the middle, the order lower, or the output another.`,
  );
}
