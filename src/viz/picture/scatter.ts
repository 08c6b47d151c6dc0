import type { Placed } from './place';
import { dashes, element, label, px } from './svg';
import { errorEnds, modeOf, type Trace, valuesAlong } from './trace';

type Point = [number, number];
type Points = Point[];

/** Runs of points without a gap, each no finer than the picture: per pixel column first, lowest, highest and last. */
function runs(points: Point[]): Point[][] {
  const result: Point[][] = [];
  let run: Point[] = [];
  let column: Point[] = [];
  const closeColumn = () => {
    if (column.length > 4) {
      const order = column.map((_, index) => index).sort((a, b) => column[a][1] - column[b][1]);
      const keep = [...new Set([0, column.length - 1, order[0], order.at(-1)!])].sort((a, b) => a - b);
      column = keep.map((index) => column[index]);
    }
    run.push(...column);
    column = [];
  };
  const closeRun = () => {
    closeColumn();
    if (run.length > 0) result.push(run);
    run = [];
  };
  for (const point of points) {
    if (!Number.isFinite(point[0]) || !Number.isFinite(point[1])) closeRun();
    else {
      if (column.length > 0 && Math.floor(column[0][0]) !== Math.floor(point[0])) closeColumn();
      column.push(point);
    }
  }
  closeRun();
  return result;
}

const joints: Record<string, (from: Point, to: Point) => string> = {
  hv: (_, [x, y]) => `H${px(x)}V${px(y)}`,
  vh: (_, [x, y]) => `V${px(y)}H${px(x)}`,
  hvh: ([before], [x, y]) => `H${px((before + x) / 2)}V${px(y)}H${px(x)}`,
  vhv: ([, before], [x, y]) => `V${px((before + y) / 2)}H${px(x)}V${px(y)}`,
};

function path(points: Point[], shape = 'linear'): string {
  const joint = joints[shape] ?? ((_: Point, [x, y]: Point) => `L${px(x)} ${px(y)}`);
  return points
    .map((point, index) => (index === 0 ? `M${px(point[0])} ${px(point[1])}` : joint(points[index - 1], point)))
    .join('');
}

/** One of Plotly's symbols, about as large as a circle of that radius. */
export function marker(symbol: string, [x, y]: Point, radius: number, color: string): string {
  const open = symbol.endsWith('-open');
  const r = radius;
  const paths: Record<string, string> = {
    x: `M${px(x - r)} ${px(y - r)}l${px(2 * r)} ${px(2 * r)}m0 ${px(-2 * r)}l${px(-2 * r)} ${px(2 * r)}`,
    cross: `M${px(x - r)} ${px(y)}h${px(2 * r)}M${px(x)} ${px(y - r)}v${px(2 * r)}`,
    square: `M${px(x - r)} ${px(y - r)}h${px(2 * r)}v${px(2 * r)}h${px(-2 * r)}z`,
    diamond: `M${px(x)} ${px(y - 1.3 * r)}l${px(1.3 * r)} ${px(1.3 * r)}l${px(-1.3 * r)} ${px(1.3 * r)}l${px(-1.3 * r)} ${px(-1.3 * r)}z`,
    'triangle-up': `M${px(x)} ${px(y - 1.2 * r)}l${px(1.1 * r)} ${px(2 * r)}h${px(-2.2 * r)}z`,
    'triangle-down': `M${px(x)} ${px(y + 1.2 * r)}l${px(1.1 * r)} ${px(-2 * r)}h${px(-2.2 * r)}z`,
  };
  const name = symbol.replace(/-(thin|open)/g, '');
  const outline = open || name === 'x' || name === 'cross';
  const paint = outline ? { fill: 'none', stroke: color, 'stroke-width': 1.8 } : { fill: color };
  return paths[name] ? element('path', { d: paths[name], ...paint }) : element('circle', { cx: x, cy: y, r, ...paint });
}

function pointsOf(trace: Trace, x: Placed, y: Placed): Points {
  const [xs, ys] = [valuesAlong(trace, 'x'), valuesAlong(trace, 'y')];
  return Array.from({ length: Math.min(xs.length, ys.length) }, (_, index) => [x.pixel(xs[index]), y.pixel(ys[index])]);
}

/** Down to zero, or to the trace before. */
function drawFill(trace: Trace, drawn: Points[], y: Placed, color: string, before: Points | undefined): string {
  const floor = y.pixelAt(y.type === 'log' ? y.range[0] : 0);
  const areas = drawn.map((run) => {
    const back: Points =
      trace.fill === 'tonexty' && before
        ? runs(before).flat().reverse()
        : [
            [run.at(-1)![0], floor],
            [run[0][0], floor],
          ];
    const outline = trace.fill === 'toself' ? '' : back.map(([left, top]) => `L${px(left)} ${px(top)}`).join('');
    const paint = trace.fillcolor ? { fill: trace.fillcolor } : { fill: color, 'fill-opacity': '0.5' };
    return element('path', { d: `${path(run, trace.line?.shape)}${outline}Z`, ...paint });
  });
  return areas.join('');
}

function drawLine(trace: Trace, drawn: Points[], color: string): string {
  const { shape, width = 2, dash = '' } = trace.line ?? {};
  const d = drawn.map((run) => path(run, shape)).join('');
  if (!d || width === 0) return '';
  return element('path', {
    d,
    fill: 'none',
    stroke: color,
    'stroke-width': width,
    'stroke-dasharray': dashes[dash],
    'stroke-linejoin': 'round',
  });
}

function drawMarkers(trace: Trace, points: Points, color: string): string {
  const { size, symbol = 'circle', color: colors } = trace.marker ?? {};
  const seen = new Set<string>();
  const drawn = points.map((point, index) => {
    const spot = point.map(Math.round).join();
    if (!point.every(Number.isFinite) || (points.length > 500 && seen.has(spot))) return '';
    seen.add(spot);
    const own = Array.isArray(colors) && typeof colors[index] === 'string' ? (colors[index] as string) : color;
    return marker(symbol, point, ((Array.isArray(size) ? size[index] : size) ?? 6) / 2, own);
  });
  return drawn.join('');
}

function drawTexts(trace: Trace, points: Points): string {
  const where = trace.textposition ?? '';
  const up = where.includes('top') ? -8 : where.includes('bottom') ? 16 : 4;
  const [anchor, aside] = where.includes('right') ? ['start', 7] : where.includes('left') ? ['end', -7] : ['middle', 0];
  const drawn = points.map(([x, y], index) => {
    const text = Array.isArray(trace.text) ? trace.text[index] : trace.text;
    return text && Number.isFinite(x) && Number.isFinite(y)
      ? label(x + Number(aside), y + up, String(text), { 'text-anchor': anchor })
      : '';
  });
  return drawn.join('');
}

/** A line from end to end at each point, with a short one across each end. */
function drawErrors(trace: Trace, points: Points, letter: 'x' | 'y', axis: Placed, color: string): string {
  const cap = 4;
  const bars = errorEnds(trace, letter)?.map(([low, high], index) => {
    const [beside, ends] = [points[index]?.[letter === 'y' ? 0 : 1], [low, high].map((end) => axis.pixel(end))];
    // On a logarithmic axis the lower end may be none: the bar goes down to where the axis begins.
    const [from, to] = [Number.isFinite(ends[0]) ? ends[0] : axis.pixelAt(axis.range[0]), ends[1]];
    if (![beside, from, to].every(Number.isFinite)) return '';
    if (letter === 'y') {
      const across = [from, to].map((end) => `M${px(beside - cap)} ${px(end)}h${px(2 * cap)}`).join('');
      return `M${px(beside)} ${px(from)}V${px(to)}${across}`;
    }
    const across = [from, to].map((end) => `M${px(end)} ${px(beside - cap)}v${px(2 * cap)}`).join('');
    return `M${px(from)} ${px(beside)}H${px(to)}${across}`;
  });
  const d = bars?.join('');
  if (!d) return '';
  const { color: stroke = color, thickness = 2 } = trace[`error_${letter}`]!;
  return element('path', { class: 'error', d, fill: 'none', stroke, 'stroke-width': thickness });
}

/** Fill, line, error bars, markers and texts of a scatter trace. `before` is the trace down to which it may fill. */
export function drawScatter(trace: Trace, x: Placed, y: Placed, color: string, before: Trace | undefined): string {
  const [points, mode] = [pointsOf(trace, x, y), modeOf(trace)];
  const drawn = runs(points);
  return [
    trace.fill && trace.fill !== 'none' ? drawFill(trace, drawn, y, color, before && pointsOf(before, x, y)) : '',
    mode.includes('lines') ? drawLine(trace, drawn, color) : '',
    drawErrors(trace, points, 'x', x, color),
    drawErrors(trace, points, 'y', y, color),
    mode.includes('markers') ? drawMarkers(trace, points, color) : '',
    mode.includes('text') ? drawTexts(trace, points) : '',
  ].join('');
}
