import { escapeText } from '../escape';
import { colors, defaultHeight, palette } from '../theme';
import { drawBars } from './bars';
import { drawAxis, drawGrid } from './frame';
import { drawColorbar, drawHeatmap } from './heatmap';
import { drawLegend, type Entry } from './legend';
import { plainText } from './markup';
import { type Annotation, drawAnnotation, drawShape, type Shape } from './notes';
import { type Area, keepProportions, labelWidth, type Placed, place, setTicks } from './place';
import { type FigureParts, resolveAxes } from './resolve';
import { drawScatter } from './scatter';
import { element, fontSize, label, width } from './svg';
import {
  axisKey,
  axisOf,
  isBar,
  isHeatmap,
  isScatter,
  isVisible,
  modeOf,
  notDrawn,
  type Trace,
  traceType,
} from './trace';

// The static picture of a figure, for places where Plotly cannot run. It follows the same ranges, ticks and colours.

const text = (color: unknown): string | undefined => (typeof color === 'string' ? color : undefined);

/** The colour in which a trace is mainly seen. */
function colorOf(trace: Trace, fallback: string): string {
  const [line, mark] = [text(trace.line?.color), text(trace.marker?.color)];
  return (isScatter(trace) && modeOf(trace).includes('lines') ? (line ?? mark) : (mark ?? line)) ?? fallback;
}

function entriesOf({ data, layout }: FigureParts): Entry[] {
  const colorway = layout.colorway ?? palette;
  return (data as Trace[])
    .map((trace, index) => ({
      trace,
      color: colorOf(trace, colorway[index % colorway.length]),
      name: trace.name ?? `trace ${index}`,
    }))
    .filter(({ trace }) => isVisible(trace));
}

function legendEntries(entries: Entry[], show: boolean | undefined): Entry[] {
  const named = entries.filter(({ trace }) => trace.showlegend !== false && !isHeatmap(trace));
  return (show ?? (named.length > 1 || named.some(({ trace }) => trace.showlegend))) ? named : [];
}

/** Places the axes; a second time when the width of the tick labels is known. */
function placeAxes(figure: FigureParts, area: Area): Map<string, Placed> {
  const resolved = [...resolveAxes(figure)];
  const lay = () => {
    const placed = new Map(resolved.map(([key, axis]) => [key, place(axis, area)]));
    keepProportions(placed);
    for (const axis of placed.values()) setTicks(axis);
    return placed;
  };
  const first = [...lay().values()].filter((axis) => axis.letter === 'y' && axis.options.visible !== false);
  const room = (side: string) =>
    Math.max(
      0,
      ...first
        .filter((axis) => (axis.options.side ?? 'left') === side)
        .map((axis) => labelWidth(axis) + (axis.title ? 38 : 14)),
    );
  area.left = Math.max(36, room('left'));
  area.right -= room('right');
  return lay();
}

/** The trace down to which `fill: 'tonexty'` fills: the one before on the same axes. */
const traceBefore = (traces: Trace[], trace: Trace): Trace | undefined =>
  traces
    .slice(0, traces.indexOf(trace))
    .reverse()
    .find(
      (other) =>
        isScatter(other) && axisOf(other, 'x') === axisOf(trace, 'x') && axisOf(other, 'y') === axisOf(trace, 'y'),
    );

/** The marks of all traces, panel by panel, cut off at the panel's edges. */
function drawPanels(entries: Entry[], axes: Map<string, Placed>, barmode: string | undefined): string {
  const traces = entries.map(({ trace }) => trace);
  const bars = drawBars(entries, axes, barmode);
  const panels = new Map<string, string[]>();
  for (const { trace, color } of entries) {
    const [x, y] = [axes.get(axisKey(axisOf(trace, 'x'))), axes.get(axisKey(axisOf(trace, 'y')))];
    if (!x || !y) continue;
    const drawn = isHeatmap(trace)
      ? drawHeatmap(trace, x, y)
      : isBar(trace)
        ? bars.get(trace)!
        : drawScatter(trace, x, y, color, traceBefore(traces, trace));
    const key = `${x.key} ${y.key}`;
    const layers = panels.get(key) ?? [];
    layers.push(trace.opacity === undefined ? drawn : element('g', { opacity: String(trace.opacity) }, drawn));
    panels.set(key, layers);
  }
  const clipped = [...panels].map(([key, layers], index) => {
    const [[x0, x1], [y1, y0]] = key.split(' ').map((name) => axes.get(name)!.pixels);
    const box = element('rect', { x: x0 - 0.5, y: y0 - 0.5, width: x1 - x0 + 1, height: y1 - y0 + 1 });
    return `${element('clipPath', { id: `panel-${index}` }, box)}\n${element('g', { 'clip-path': `url(#panel-${index})` }, layers.join('\n'))}`;
  });
  return clipped.join('\n');
}

/** Names what is only in the live figure: whole traces in the middle, which is empty then, and what drawn ones lack at the top. */
function drawMissing(all: Entry[], drawn: Entry[], { top }: Area, height: number): string {
  const missing = new Set([
    ...all.filter((entry) => !drawn.includes(entry)).map(({ trace }) => traceType(trace)),
    ...drawn.flatMap(({ trace }) => notDrawn(trace)),
  ]);
  const y = drawn.length > 0 ? top + 14 : height / 2;
  return missing.size > 0
    ? label(width / 2, y, `(${[...missing].join(', ')}: only in the live figure)`, { 'text-anchor': 'middle' })
    : '';
}

/** A figure as an SVG document of 760 pixels' width; what it cannot draw is named in a line of text. */
export function picture(figure: FigureParts): string {
  const { layout } = figure;
  const height = Math.max(160, Number(layout.height ?? defaultHeight));
  const title = (layout.title as { text?: string } | undefined)?.text ?? '';
  const all = entriesOf(figure);
  const entries = all.filter(({ trace }) => isScatter(trace) || isBar(trace) || isHeatmap(trace));
  const legend = drawLegend(legendEntries(entries, layout.showlegend), height);
  const scale = entries.find(({ trace }) => isHeatmap(trace) && trace.showscale !== false)?.trace;
  const area: Area = {
    left: 62,
    right: width - (scale ? 86 : 22),
    top: title ? 44 : 18,
    bottom: height - 48 - legend.height,
  };
  const axes = placeAxes(figure, area);
  const each = [...axes.values()];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif" font-size="${fontSize}" role="img">`,
    `<title>${escapeText(plainText(title) || 'Figure')}</title>`,
    element('rect', { width, height, fill: colors.paper }),
    ...each.map((axis) => drawGrid(axis, axes)),
    drawPanels(entries, axes, layout.barmode),
    ...((layout.shapes ?? []) as Shape[]).map((shape) => drawShape(shape, axes, area)),
    ...each.map((axis) => drawAxis(axis, axes)),
    ...((layout.annotations ?? []) as Annotation[]).map((note) => drawAnnotation(note, axes, area)),
    scale ? drawColorbar(scale, area) : '',
    title ? label(14, 24, title, { 'font-size': 15 }) : '',
    legend.svg,
    drawMissing(all, entries, area, height),
    '</svg>',
  ]
    .filter(Boolean)
    .join('\n');
}
