export { type ConvolveOptions, fftConvolve } from './fftConvolve';
export { type FirwinOptions, firwin, type PassType, sinc } from './firwin';
export { type FrequencyOptions, freqz } from './freqz';
export { getWindow, type WindowName, type WindowOptions, type WindowSpec, windowNames } from './getWindow';
export { groupDelay } from './groupDelay';
export { type Filter, impulseResponse } from './impulseResponse';
export { kaiserAtten, kaiserBeta, kaiserord } from './kaiser';
export { type LfilterOptions, lfilter } from './lfilter';
export { type TruncationOptions, tapsForTolerance, truncateImpulseResponse, truncationBound } from './truncation';
