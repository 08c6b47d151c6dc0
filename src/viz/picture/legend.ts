import { marker } from './scatter';
import { dashes, element, label, px, textWidth, width } from './svg';
import { isScatter, modeOf, type Trace } from './trace';

/** A trace with its name and the colour in which it is drawn. */
export interface Entry {
  name: string;
  trace: Trace;
  color: string;
}

const gap = 18;
const widthOf = (entry: Entry): number => 32 + textWidth(entry.name);

function drawSample({ trace, color }: Entry, x: number, y: number): string {
  if (!isScatter(trace)) return element('rect', { x: x + 6, y: y - 6, width: 14, height: 12, fill: color });
  const mode = modeOf(trace);
  const dash = dashes[trace.line?.dash ?? ''];
  const line = element('path', {
    d: `M${px(x)} ${px(y)}h26`,
    stroke: color,
    'stroke-width': trace.line?.width ?? 2,
    'stroke-dasharray': dash,
  });
  const mark = marker(trace.marker?.symbol ?? 'circle', [x + 13, y], 3.5, color);
  return (mode.includes('lines') ? line : '') + (mode.includes('markers') ? mark : '');
}

/** The legend, centred at the foot of the picture in as many rows as it needs; and the height that it takes. */
export function drawLegend(entries: Entry[], foot: number): { svg: string; height: number } {
  const rows: Entry[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    if (used + widthOf(entry) > width - 20) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(entry);
    used += widthOf(entry) + gap;
  }
  const drawn = rows.flatMap((row, index) => {
    const y = foot - 12 - (rows.length - 1 - index) * 18;
    let x = (width - row.reduce((sum, entry) => sum + widthOf(entry), (row.length - 1) * gap)) / 2;
    return row.map((entry) => {
      const svg = drawSample(entry, x, y) + label(x + 32, y + 4, entry.name);
      x += widthOf(entry) + gap;
      return svg;
    });
  });
  return { svg: drawn.join('\n'), height: rows.length * 18 };
}
