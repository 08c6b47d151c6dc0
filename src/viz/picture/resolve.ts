import type { Data, Layout } from 'plotly.js';
import { type AxisLayout, position, type ResolvedAxis } from './axis';
import { type Bars, barBoxes } from './bars';
import {
  axisKey,
  axisOf,
  edges,
  errorEnds,
  isBar,
  isCartesian,
  isHeatmap,
  isVisible,
  modeOf,
  type Trace,
  valuesAlong,
} from './trace';

/** What a picture is made from. */
export interface FigureParts {
  data: Data[];
  layout: Partial<Layout>;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
const datePattern = /^-?\d{4}-\d\d(-\d\d([T ].*)?)?$/;

function guessType(values: unknown[]): ResolvedAxis['type'] {
  const present = values.filter((value) => value !== null);
  if (
    present.every(
      (value) => isNumber(value) || typeof value === 'boolean' || (value !== '' && Number.isFinite(Number(value))),
    )
  )
    return 'linear';
  return present.every((value) => datePattern.test(String(value))) ? 'date' : 'category';
}

function bounds(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** A range of no length is no range: a single value stands in the middle. */
function widened([from, to]: [number, number]): [number, number] {
  const size = Math.max(Math.abs(from), Math.abs(to));
  return Math.abs(to - from) > size * 1e-12 + 1e-290
    ? [from, to]
    : [from - Math.max(1, size / 2), to + Math.max(1, size / 2)];
}

/** The automatic range: all values, a little air where marks would touch the frame. */
function automaticRange(axis: ResolvedAxis, traces: Trace[], bars: Bars): [number, number] {
  const { letter, options } = axis;
  const all: number[] = [];
  let [air, flush] = [letter === 'y' ? 0.06 : 0, false];
  for (const trace of traces) {
    const positions = valuesAlong(trace, letter).map((value) => position(axis, value));
    if (isBar(trace)) {
      const horizontal = trace.orientation === 'h';
      const along = (letter === 'x') === horizontal;
      for (const box of bars.get(trace) ?? []) all.push(...(along ? [box.from, box.to] : [box.left, box.right]));
      if (along) air = Math.max(air, 0.06);
    } else if (isHeatmap(trace)) {
      all.push(...edges(positions, (letter === 'x' ? trace.z?.[0]?.length : trace.z?.length) ?? 0));
      flush = true;
    } else {
      for (const value of positions) all.push(value);
      for (const end of (errorEnds(trace, letter) ?? []).flat()) all.push(position(axis, end));
      if (modeOf(trace).includes('markers')) air = Math.max(air, 0.05);
      if (letter === 'y' && trace.fill === 'tozeroy') all.push(0);
    }
  }
  let [low, high] = bounds(all.filter(Number.isFinite));
  if (!(low <= high)) return axis.type === 'log' ? [0, 1] : [-1, 1];
  if (options.rangemode === 'tozero') [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (axis.type === 'category' && traces.some(isBar)) return [-0.5, axis.categories.length - 0.5];
  const margin = flush ? 0 : air * (high - low);
  const restsOnZero = traces.length > 0 && traces.every((trace) => isBar(trace)) && air > 0.05;
  return [restsOnZero && low === 0 ? 0 : low - margin, restsOnZero && high === 0 ? 0 : high + margin];
}

/** Domains of `layout.grid`, which lays subplots out in rows and columns. */
function gridDomain(layout: Partial<Layout>, letter: 'x' | 'y', id: string): [number, number] | undefined {
  const grid = layout.grid as
    | { rows?: number; columns?: number; pattern?: string; roworder?: string; xgap?: number; ygap?: number }
    | undefined;
  const [rows, columns] = [grid?.rows ?? 1, grid?.columns ?? 1];
  const count = letter === 'x' ? columns : rows;
  if (!grid || count === 1) return undefined;
  const number = Number(id.slice(1) || 1) - 1;
  const independent = grid.pattern === 'independent';
  const cell = letter === 'x' ? number % columns : independent ? Math.floor(number / columns) : number;
  const gap = (letter === 'x' ? grid.xgap : grid.ygap) ?? (independent ? 0.2 : 0.1);
  const size = 1 / (count - gap * (count > 1 ? 1 : 0));
  const place = letter === 'y' && grid.roworder !== 'bottom to top' ? count - 1 - cell : cell;
  return [place * size, place * size + size * (1 - gap)].map((edge) => Math.min(1, edge)) as [number, number];
}

const optionsOf = (layout: Partial<Layout>, key: string): AxisLayout =>
  ((layout as Record<string, unknown>)[key] ?? {}) as AxisLayout;

/** An axis but for its range. */
function resolveAxis(layout: Partial<Layout>, letter: 'x' | 'y', id: string, traces: Trace[]): ResolvedAxis {
  const key = axisKey(id);
  const options = optionsOf(layout, key);
  const values = traces.flatMap((trace) => valuesAlong(trace, letter));
  const type = (options.type && options.type !== '-' ? options.type : guessType(values)) as ResolvedAxis['type'];
  const overlaid = options.overlaying ? optionsOf(layout, axisKey(options.overlaying)).domain : undefined;
  const shown = options.visible !== false && options.showticklabels !== false && !options.matches;
  return {
    key,
    letter,
    type,
    range: [0, 1],
    categories: type === 'category' ? [...new Set(values.filter((value) => value !== null).map(String))] : [],
    domain: options.domain ?? overlaid ?? gridDomain(layout, letter, id) ?? [0, 1],
    partners: [...new Set(traces.map((trace) => axisKey(axisOf(trace, letter === 'x' ? 'y' : 'x'))))],
    options,
    title: options.title?.text ?? '',
    needsTitle: shown && !options.title?.text,
  };
}

/** The range that the layout gives, each end that it leaves open filled in from the data. */
function rangeOf(axis: ResolvedAxis, traces: Trace[], bars: Bars): [number, number] {
  const { range: wanted, autorange } = axis.options;
  const given = wanted?.map((value) => (axis.type === 'log' ? Number(value ?? Number.NaN) : position(axis, value)));
  const ends = automaticRange(axis, traces, bars).map((value, end) =>
    Number.isFinite(given?.[end]) ? given![end] : value,
  );
  const [from, to] = widened(ends as [number, number]);
  return autorange === 'reversed' ? [to, from] : [from, to];
}

/** Every axis that a visible cartesian trace uses, by its key, in the order of use. */
export function resolveAxes({ data, layout }: FigureParts): Map<string, ResolvedAxis> {
  const traces = (data as Trace[]).filter((trace) => isCartesian(trace) && isVisible(trace));
  const resolved = new Map<string, ResolvedAxis>();
  const tracesOn = (letter: 'x' | 'y', key: string) => traces.filter((trace) => axisKey(axisOf(trace, letter)) === key);
  for (const letter of ['x', 'y'] as const) {
    for (const id of new Set(traces.map((trace) => axisOf(trace, letter)))) {
      const axis = resolveAxis(layout, letter, id, tracesOn(letter, axisKey(id)));
      resolved.set(axis.key, axis);
    }
  }
  const bars = barBoxes(traces, resolved, layout.barmode);
  for (const axis of resolved.values()) axis.range = rangeOf(axis, tracesOn(axis.letter, axis.key), bars);
  shareMatchedRanges(resolved);
  return resolved;
}

/** `matches: 'x'` makes an axis show what the other shows. */
function shareMatchedRanges(resolved: Map<string, ResolvedAxis>): void {
  for (const axis of resolved.values()) {
    const leader = axis.options.matches && resolved.get(axisKey(axis.options.matches));
    if (!leader || axis.options.range) continue;
    if (!leader.options.range) {
      leader.range = bounds([...leader.range, ...axis.range]);
    }
    axis.range = leader.range;
  }
}
