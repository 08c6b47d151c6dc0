import { colors } from '../theme';
import type { Area, Placed } from './place';
import { type Attributes, dashes, element, label, px } from './svg';
import { axisKey } from './trace';

// What a layout draws besides axes: shapes and annotations.

export interface Shape {
  type?: string;
  x0: unknown;
  x1: unknown;
  y0: unknown;
  y1: unknown;
  xref?: string;
  yref?: string;
  line?: { color?: string; width?: number; dash?: string };
  fillcolor?: string;
  opacity?: number;
  visible?: boolean;
}

export interface Annotation {
  text?: string;
  x?: unknown;
  y?: unknown;
  xref?: string;
  yref?: string;
  ax?: number;
  ay?: number;
  showarrow?: boolean;
  xanchor?: string;
  yanchor?: string;
  xshift?: number;
  yshift?: number;
  font?: { color?: string; size?: number };
  visible?: boolean;
}

/** From a shape's or annotation's reference ('x2', 'paper', 'y domain') to pixels. */
function referenced(
  axes: Map<string, Placed>,
  area: Area,
  letter: 'x' | 'y',
  reference = letter as string,
): (value: unknown) => number {
  const axis = axes.get(axisKey(reference.split(' ')[0]));
  const [from, to] = letter === 'x' ? [area.left, area.right] : [area.bottom, area.top];
  if (reference === 'paper' || !axis) return (value) => from + Number(value) * (to - from);
  if (reference.endsWith('domain'))
    return (value) => axis.pixels[0] + Number(value) * (axis.pixels[1] - axis.pixels[0]);
  return (value) => axis.pixel(value);
}

export function drawShape(shape: Shape, axes: Map<string, Placed>, area: Area): string {
  const [x, y] = [referenced(axes, area, 'x', shape.xref), referenced(axes, area, 'y', shape.yref)];
  const [x0, x1, y0, y1] = [x(shape.x0), x(shape.x1), y(shape.y0), y(shape.y1)];
  if (shape.visible === false || ![x0, x1, y0, y1].every(Number.isFinite)) return '';
  const paint: Attributes = {
    stroke: shape.line?.color ?? colors.text,
    'stroke-width': shape.line?.width ?? 2,
    'stroke-dasharray': dashes[shape.line?.dash ?? ''],
    fill: shape.fillcolor ?? 'none',
    opacity: shape.opacity === undefined ? undefined : String(shape.opacity),
  };
  if (shape.type === 'line') return element('path', { d: `M${px(x0)} ${px(y0)}L${px(x1)} ${px(y1)}`, ...paint });
  if (shape.type === 'circle') {
    return element('ellipse', {
      cx: (x0 + x1) / 2,
      cy: (y0 + y1) / 2,
      rx: Math.abs(x1 - x0) / 2,
      ry: Math.abs(y1 - y0) / 2,
      ...paint,
    });
  }
  if (shape.type !== 'rect') return '';
  return element('rect', {
    x: Math.min(x0, x1),
    y: Math.min(y0, y1),
    width: Math.abs(x1 - x0),
    height: Math.abs(y1 - y0),
    ...paint,
  });
}

export function drawAnnotation(note: Annotation, axes: Map<string, Placed>, area: Area): string {
  const [x, y] = [referenced(axes, area, 'x', note.xref)(note.x), referenced(axes, area, 'y', note.yref)(note.y)];
  if (!note.text || note.visible === false || !Number.isFinite(x) || !Number.isFinite(y)) return '';
  const arrow = note.showarrow !== false;
  const [atX, atY] = [
    x + (arrow ? (note.ax ?? -10) : 0) + (note.xshift ?? 0),
    y + (arrow ? (note.ay ?? -30) : 0) - (note.yshift ?? 0),
  ];
  const up = arrow ? (atY < y ? -4 : 12) : note.yanchor === 'bottom' ? -3 : note.yanchor === 'top' ? 12 : 4;
  const anchor = note.xanchor === 'left' ? 'start' : note.xanchor === 'right' ? 'end' : 'middle';
  const text = label(atX, atY + up, note.text, {
    'text-anchor': anchor,
    fill: note.font?.color ?? colors.text,
    'font-size': note.font?.size,
  });
  return (arrow ? element('path', { d: `M${px(atX)} ${px(atY)}L${px(x)} ${px(y)}`, stroke: colors.text }) : '') + text;
}
