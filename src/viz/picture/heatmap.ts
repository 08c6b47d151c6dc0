import { position, type ResolvedAxis } from './axis';
import { colorscale } from './colorscale';
import type { Area, Placed } from './place';
import { element, label } from './svg';
import { ticks } from './ticks';
import { edges, type Trace, valuesAlong } from './trace';

const levels = 64;

// One path per colour, of all its cells: far smaller than a rectangle for each.
export function drawHeatmap(trace: Trace, x: Placed, y: Placed): string {
  const rows = trace.z ?? [];
  const columns = rows[0]?.length ?? 0;
  const [low, high] = zRange(trace);
  const color = colorscale(trace.colorscale, trace.reversescale);
  const borders = (axis: Placed, cells: number) =>
    edges(
      valuesAlong(trace, axis.letter).map((value) => position(axis, value)),
      cells,
    ).map((edge) => Math.round(axis.pixelAt(edge)));
  const [xs, ys] = [borders(x, columns), borders(y, rows.length)];
  const levelOf = (value: number | null | undefined) => {
    if (value === null || value === undefined || Number.isNaN(value)) return -1;
    const share = (value - low) / (high - low || 1);
    return Math.round(Math.min(1, Math.max(0, share)) * (levels - 1));
  };
  const paths = new Map<number, string[]>();
  rows.forEach((row, index) => {
    for (let start = 0, end = 0; start < columns; start = end) {
      const level = levelOf(row[start]);
      for (end = start + 1; end < columns && (levelOf(row[end]) === level || xs[end] === xs[start]); end++);
      const height = ys[index + 1] - ys[index];
      if (level < 0 || height === 0) continue;
      const run = `M${xs[start]} ${ys[index]}h${xs[end] - xs[start]}v${height}h${xs[start] - xs[end]}z`;
      paths.set(level, [...(paths.get(level) ?? []), run]);
    }
  });
  const drawn = [...paths].map(([level, runs]) =>
    element('path', { d: runs.join(''), fill: color(level / (levels - 1)) }),
  );
  return element('g', { 'shape-rendering': 'crispEdges' }, drawn.join('\n'));
}

function zRange(trace: Trace): [number, number] {
  const values = (trace.z ?? []).flat().filter((value): value is number => value !== null);
  const low = trace.zmin ?? values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = trace.zmax ?? values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return low <= high ? [low, high] : [0, 1];
}

export function drawColorbar(trace: Trace, area: Area): string {
  const [low, high] = zRange(trace);
  const color = colorscale(trace.colorscale, trace.reversescale);
  const [x, steps] = [area.right + 14, 40];
  const height = area.bottom - area.top;
  const bands = Array.from({ length: steps }, (_, index) =>
    element('rect', {
      x,
      y: area.bottom - ((index + 1) / steps) * height,
      width: 14,
      height: height / steps + 0.5,
      fill: color((index + 0.5) / steps),
    }),
  );
  const axis = {
    letter: 'y',
    type: 'linear',
    range: [low, high],
    categories: [],
    options: {},
  } as unknown as ResolvedAxis;
  const labels = ticks(axis, 6).map((tick) =>
    label(x + 18, area.bottom - ((tick.at - low) / (high - low || 1)) * height + 4, tick.label),
  );
  const title = trace.colorbar?.title?.text;
  return bands.join('') + labels.join('') + (title ? label(x + 50, area.top - 8, title, { 'text-anchor': 'end' }) : '');
}
