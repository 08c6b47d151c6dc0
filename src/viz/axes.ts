import type { LayoutAxis } from 'plotly.js';

/** Anything else that Plotly's axes take: `{type: 'log', range: [0, 26]}`. */
export type AxisOptions = Partial<LayoutAxis>;

/**
 * An axis that says what it shows and in which unit: `axes.quantity('CO₂', 'ppm')` is titled "CO₂ (ppm)".
 * @param unit '' for a pure number
 */
function quantity(name: string, unit: string, options: AxisOptions = {}): AxisOptions {
  return { ...options, title: { ...options.title, text: unit ? `${name} (${unit})` : name } };
}

/** Axes with titles and units, for a figure's layout: `layout: {xaxis: axes.frequency('cycles/year'), yaxis: axes.decibel()}`. */
export const axes = {
  quantity,
  /** Frequency, in the unit given: 'Hz', 'cycles/year', 'cycles/sample', '× Nyquist'. */
  frequency: (unit: string, options?: AxisOptions): AxisOptions => quantity('frequency', unit, options),
  /** Magnitude (or what `name` says) in decibels. */
  decibel: (name = 'magnitude', options?: AxisOptions): AxisOptions => quantity(name, 'dB', options),
  /** Time, in the unit given: 's', 'years'. */
  time: (unit: string, options?: AxisOptions): AxisOptions => quantity('time', unit, options),
  /** Number of the sample or tap: 0, 1, 2, … */
  samples: (name = 'n', options?: AxisOptions): AxisOptions => quantity(name, 'samples', options),
  /** A pure number, such as a filter coefficient. */
  number: (name: string, options?: AxisOptions): AxisOptions => quantity(name, '', options),
};
