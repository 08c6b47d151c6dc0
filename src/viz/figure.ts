import { inspect } from 'node:util';
import type { Config, Data, Layout } from 'plotly.js';
import { type Displayable, displaySymbol, type MimeBundle } from './display';
import { rejectUnknown } from './options';
import { picture } from './picture/picture';
import { resolveAxes } from './picture/resolve';
import { plain } from './plain';
import { summary } from './summary';
import { defaultConfig, defaultHeight, palette, template } from './theme';

/** What a {@link Figure} is made from: Plotly's own three parts. */
export interface FigureOptions {
  /** The traces: `{x, y, name, mode: 'lines'}`, `{type: 'bar', …}`, `{type: 'heatmap', z, …}`. Typed arrays are welcome. */
  data: Data[];
  /** Title, axes (see {@link axes}), shapes, annotations. Height in pixels: 380 unless given; the width follows the page. */
  layout?: Partial<Layout>;
  /** Plotly's settings, on top of `{displaylogo: false}`. */
  config?: Partial<Config>;
}

/** What front ends receive. */
export interface FigurePayload {
  data: Data[];
  layout: Partial<Layout>;
  config: Partial<Config>;
}

const dashes = ['dash', 'dot', 'dashdot'] as const;

/** Where the colours begin again, lines that have none of their own are dashed, so that no two look alike. */
export function toldApart(trace: Data, index: number): Data {
  const round = Math.floor(index / palette.length);
  const { type, line } = trace as { type?: string; line?: { color?: unknown } };
  if (round === 0 || line?.color !== undefined || (type !== undefined && type !== 'scatter')) return trace;
  return { ...trace, line: { dash: dashes[(round - 1) % dashes.length], ...line } } as Data;
}

/**
 * A Plotly figure. As the last expression of a cell, or given to {@link show}, it is live in JupyterLab and in the reports;
 * where nothing can run (a code host's preview) a static picture stands in, and elsewhere a line of text.
 *
 * Every axis should have a title with its unit; one without draws a warning.
 * @throws {TypeError} for unknown keys and for values that cannot be drawn
 * @example
 * new Figure({
 *   data: [{ x: [0, 1, 2], y: [1, 0.5, 0.25], mode: 'markers', name: 'pole at 0.5' }],
 *   layout: { title: { text: 'Impulse response' }, xaxis: axes.samples(), yaxis: axes.number('h[n]') },
 * })
 */
export class Figure implements Displayable {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
  readonly config: Partial<Config>;

  constructor(options: FigureOptions) {
    rejectUnknown('Figure', options, ['data', 'layout', 'config']);
    const { data } = options;
    if (!Array.isArray(data) || data.some((trace) => typeof trace !== 'object' || trace === null))
      throw new TypeError('Figure: data must be an array of traces, such as [{x, y}]');
    this.data = (plain(data, 'data') as Data[]).map(toldApart);
    this.layout = plain(options.layout ?? {}, 'layout') as Partial<Layout>;
    this.config = plain(options.config ?? {}, 'config') as Partial<Config>;
    const untitled = [...resolveAxes(this).values()].filter((axis) => axis.needsTitle).map((axis) => axis.key);
    if (untitled.length > 0) {
      console.warn(
        `Figure: ${untitled.join(' and ')} without a title; say what it shows and its unit: ${untitled[0]}: axes.quantity('CO₂', 'ppm')`,
      );
    }
  }

  /** Everything that Plotly needs, the house style included. */
  toJSON(): FigurePayload {
    return {
      data: this.data,
      layout: { template, height: defaultHeight, ...this.layout },
      config: { ...defaultConfig, ...this.config },
    };
  }

  /** The static picture: an SVG document. */
  toSVG(): string {
    return picture(this);
  }

  /** One line: title, traces, what the axes show and from where to where. */
  toString(): string {
    return summary(this);
  }

  [displaySymbol](): MimeBundle {
    return {
      'application/vnd.plotly.v1+json': this.toJSON(),
      'image/svg+xml': this.toSVG(),
      'text/plain': this.toString(),
    };
  }

  [inspect.custom](): string {
    return this.toString();
  }
}
