// Plotly's traces, as far as the picture draws them.

/** The attributes of Plotly's traces that the static picture and the summary look at. */
export interface Trace {
  type?: string;
  name?: string;
  mode?: string;
  x?: unknown[];
  y?: unknown[];
  z?: (number | null)[][];
  text?: string | string[];
  textposition?: string;
  x0?: number;
  dx?: number;
  y0?: number;
  dy?: number;
  xaxis?: string;
  yaxis?: string;
  orientation?: string;
  fill?: string;
  fillcolor?: string;
  opacity?: number;
  visible?: boolean | 'legendonly';
  showlegend?: boolean;
  line?: { color?: string; width?: number; dash?: string; shape?: string };
  marker?: {
    color?: string | unknown[];
    size?: number | number[];
    symbol?: string;
    line?: { color?: string; width?: number };
  };
  width?: number | number[];
  base?: number | number[];
  stackgroup?: string;
  error_x?: ErrorBars;
  error_y?: ErrorBars;
  colorscale?: string | [number, string][];
  reversescale?: boolean;
  showscale?: boolean;
  zmin?: number;
  zmax?: number;
  colorbar?: { title?: { text?: string } };
}

/** How far the error bars of a trace go. */
export interface ErrorBars {
  type?: string;
  array?: (number | null)[];
  arrayminus?: (number | null)[];
  symmetric?: boolean;
  visible?: boolean;
  color?: string;
  thickness?: number;
}

/** 'x2' → 'xaxis2': an axis' name in the layout. */
export const axisKey = (id: string): string => `${id[0]}axis${id.slice(1)}`;
export const axisOf = (trace: Trace, letter: 'x' | 'y'): string => trace[`${letter}axis`] ?? letter;
export const traceType = (trace: Trace): string => trace.type ?? (trace.z ? 'heatmap' : 'scatter');
export const isHeatmap = (trace: Trace): boolean => ['heatmap', 'contour'].includes(traceType(trace));
export const isScatter = (trace: Trace): boolean => ['scatter', 'scattergl'].includes(traceType(trace));
export const isBar = (trace: Trace): boolean => traceType(trace) === 'bar';
const cartesian = ['scatter', 'scattergl', 'bar', 'heatmap', 'contour', 'histogram', 'histogram2d', 'box', 'violin'];
export const isCartesian = (trace: Trace): boolean => cartesian.includes(traceType(trace));
export const isVisible = (trace: Trace): boolean => trace.visible !== false && trace.visible !== 'legendonly';

/** Lines unless something else is asked for; with few points Plotly adds markers. */
export const modeOf = (trace: Trace): string =>
  trace.mode ?? ((trace.x ?? trace.y ?? []).length < 20 ? 'lines+markers' : 'lines');

/** The values of a trace along one axis; counted from 0 where it gives none. */
export function valuesAlong(trace: Trace, letter: 'x' | 'y'): unknown[] {
  const given = trace[letter];
  if (given) return given;
  const count = isHeatmap(trace)
    ? letter === 'x'
      ? trace.z?.[0]?.length
      : trace.z?.length
    : trace[letter === 'x' ? 'y' : 'x']?.length;
  const [first, step] = [trace[`${letter}0`] ?? 0, trace[`d${letter}`] ?? 1];
  return Array.from({ length: count ?? 0 }, (_, index) => first + index * step);
}

/** From where to where the error bars along an axis go, point by point; undefined if there are none that the picture draws. */
export function errorEnds(trace: Trace, letter: 'x' | 'y'): [number, number][] | undefined {
  const { array, arrayminus, symmetric, visible } = trace[`error_${letter}`] ?? {};
  if (!isScatter(trace) || !array || visible === false) return undefined;
  const below = (symmetric ?? !arrayminus) ? array : arrayminus;
  return valuesAlong(trace, letter).map((value, i) => {
    const at = value === null ? Number.NaN : Number(value);
    return [at - (below?.[i] ?? 0), at + (array[i] ?? 0)];
  });
}

/** The attributes of a trace that only the live figure shows. */
export function notDrawn(trace: Trace): string[] {
  const hasErrors = (letter: 'x' | 'y') => {
    const errors = trace[`error_${letter}`];
    return errors !== undefined && errors.visible !== false && !errorEnds(trace, letter);
  };
  return [
    ...(trace.stackgroup ? ['stackgroup'] : []),
    ...(['x', 'y'] as const).filter(hasErrors).map((letter) => `error_${letter}`),
  ];
}

/** Edges of a heatmap's columns or rows: halfway between centres, unless it gives one more edge than there are cells. */
export function edges(positions: number[], cells: number): number[] {
  if (positions.length > cells) return positions;
  if (positions.length === 1) return [positions[0] - 0.5, positions[0] + 0.5];
  const inner = positions.slice(1).map((right, index) => (positions[index] + right) / 2);
  return [2 * positions[0] - inner[0], ...inner, 2 * positions.at(-1)! - inner.at(-1)!];
}
