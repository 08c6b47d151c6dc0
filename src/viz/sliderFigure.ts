import type { Data, Layout, Slider, SliderStep } from 'plotly.js';
import { Figure, toldApart } from './figure';
import { rejectUnknown } from './options';
import { colors, palette } from './theme';

export interface SliderFigureOptions<Value extends string | number> {
  /** What the slider chooses: 'pole radius'. */
  label: string;
  /** Its places, from left to right; at least two. */
  values: readonly Value[];
  /** Where it stands at first: one of the values; default the first. */
  start?: Value;
  /** The traces for one place; as many for each. */
  traces: (value: Value) => Data[];
  /** As a figure's, see {@link Figure}. */
  layout?: Partial<Layout>;
}

/** Traces of the same rank look the same at every place. */
function coloured(trace: Data, rank: number): Data {
  const color = palette[rank % palette.length];
  const { line, marker } = toldApart(trace, rank) as { line?: object; marker?: object };
  return { ...trace, line: { color, ...line }, marker: { color, ...marker } } as Data;
}

const atTheEdge = { yref: 'container', y: 1, yanchor: 'top', pad: { t: 12 } } as const;

/** Room at the right for the half of the last label that the margin (20 px) does not hold, at 8 px a letter. */
const roomFor = (label: string | number) => Math.max(0, 4 * String(label).length - 20);

const titleOf = ({ title }: Partial<Layout> = {}) => (typeof title === 'string' ? { text: title } : title);

/**
 * A figure with a slider. Everything is computed beforehand, so it goes on working in an exported report, where no kernel runs.
 *
 * @throws {TypeError} for unknown options, or traces that are not as many for every value
 * @throws {RangeError} for fewer than two values, or a start that is none of them
 * @example
 * sliderFigure({ label: 'pole', values: [0.5, 0.9], traces: (pole) => [{ y: steps.map((n) => pole ** n), name: 'h[n]' }] })
 */
export function sliderFigure<Value extends string | number>(options: SliderFigureOptions<Value>): Figure {
  rejectUnknown('sliderFigure', options, ['label', 'values', 'start', 'traces', 'layout']);
  const { label, values, traces, layout } = options;
  if (!Array.isArray(values)) throw new TypeError('sliderFigure: values must be an array, such as [0.5, 0.9]');
  if (typeof traces !== 'function')
    throw new TypeError('sliderFigure: traces must be a function that gives the traces for a value');
  if (values.length < 2) throw new RangeError(`sliderFigure: values has ${values.length}; it must have at least two.`);
  const { start = values[0] } = options;
  const active = values.indexOf(start);
  if (active < 0) throw new RangeError(`sliderFigure: start is ${start}; it must be one of ${values.join(', ')}.`);
  const groups = values.map((value) => traces(value));
  const count = groups[0].length;
  if (count === 0 || groups.some((group) => group.length !== count))
    throw new TypeError(
      `sliderFigure: traces gives ${groups.map((group) => group.length).join(', ')} traces; it must give as many for every value, at least one.`,
    );
  const steps: Partial<SliderStep>[] = values.map((value, at) => ({
    label: String(value),
    method: 'restyle',
    args: ['visible', groups.flatMap((group, other) => group.map(() => other === at))],
  }));
  const slider: Partial<Slider> = {
    active,
    steps: steps as SliderStep[],
    currentvalue: { prefix: `${label}: `, xanchor: 'left' },
    pad: { t: 56, b: 8, r: roomFor(values[values.length - 1]) },
    bgcolor: colors.grid,
    bordercolor: colors.line,
    tickcolor: colors.line,
    minorticklen: 0,
  } as Partial<Slider>;
  return new Figure({
    data: groups.flatMap((group, at) =>
      group.map((trace, rank) => ({ ...coloured(trace, rank), visible: at === active }) as Data),
    ),
    layout: {
      height: 480,
      // Below, where legends are otherwise, is the slider; above, the title keeps to the edge, and the legend has the rest.
      margin: { t: 88 },
      legend: { yref: 'paper', y: 1.01, yanchor: 'bottom', xref: 'paper', x: 1, xanchor: 'right' },
      ...layout,
      title: { ...atTheEdge, ...titleOf(layout) },
      sliders: [slider],
    },
  });
}
