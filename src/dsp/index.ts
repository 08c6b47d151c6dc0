/** Filters: windows, FIR and IIR design, representations, responses, filtering, truncation, reduction. */

export type { Pairs } from './bandEdges';
export { type BesselOptions, bessel } from './bessel';
export { butter } from './butter';
export { cheby1 } from './cheby1';
export { cheby2 } from './cheby2';
export { sos2tf, sos2zpk, ss2tf, ss2zpk, tf2sos, tf2ss, tf2zpk, zpk2ss, zpk2tf } from './conversions';
export { ellip } from './ellip';
export { type ConvolveOptions, fftConvolve, oaConvolve } from './fftConvolve';
export { type FiltfiltOptions, filtfilt, type PadOptions, type PadType, sosfiltfilt } from './filtfilt';
export { type FirlsOptions, firls } from './firls';
export { type FirwinOptions, firwin, type PassType, sinc } from './firwin';
export { type Firwin2Options, firwin2 } from './firwin2';
export { type FreqsOptions, freqs } from './freqs';
export { type FrequencyOptions, freqz } from './freqz';
export { freqzSos } from './freqzSos';
export { freqzZpk } from './freqzZpk';
export { getWindow, type WindowName, type WindowOptions, type WindowSpec, windowNames } from './getWindow';
export { groupDelay } from './groupDelay';
export { type IircombOptions, iircomb } from './iircomb';
export { type IirdesignOptions, iirdesign } from './iirdesign';
export {
  type IirFamily,
  type IirForms,
  type IirfilterOptions,
  type IirOptions,
  type IirOutput,
  iirfilter,
} from './iirfilter';
export { iirnotch, iirpeak, type SamplingOptions } from './iirnotch';
export { type Filter, impulseResponse } from './impulseResponse';
export { kaiserAtten, kaiserBeta, kaiserord } from './kaiser';
export { type LfilterOptions, lfilter } from './lfilter';
export { type MinimumPhaseOptions, minimumPhase } from './minimumPhase';
export { buttord, cheb1ord, cheb2ord, ellipord, type Order, type OrderOptions } from './orderSelection';
export { prony } from './prony';
export type { BesselNorm } from './prototypes';
export { balancedTruncation, hankelNormReduction, type Reduction } from './reduction';
export { type RemezOptions, type RemezType, remez } from './remez';
export type { Ba, Sos, StateSpace, Zpk } from './representations';
export { StreamingFilter } from './StreamingFilter';
export { type SosfiltOptions, sosfilt } from './sosfilt';
export { lfilterZi, sosfiltZi } from './steadyState';
export {
  type TruncationOptions,
  tapsForTolerance,
  truncateImpulseResponse,
  truncationBound,
  truncationEnergy,
} from './truncation';
export { type Zpk2sosOptions, zpk2sos } from './zpk2sos';
