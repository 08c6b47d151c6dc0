import { escapeText } from '../escape';
import { colors } from '../theme';
import { plainText, svgText } from './markup';

/** Of the picture, in pixels; what shows it scales it. */
export const width = 760;
export const fontSize = 12;
export const textWidth = (text: string, size = fontSize): number => plainText(text).length * size * 0.56;
export const px = (value: number): string => String(Math.round(value * 10) / 10);

export type Attributes = Record<string, string | number | undefined>;

export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? px(value) : escapeText(value!)}"`)
    .join('');
  return content ? `<${name}${written}>${content}</${name}>` : `<${name}${written}/>`;
}

export const label = (x: number, y: number, text: string, attributes: Attributes = {}): string =>
  element('text', { x, y, fill: colors.text, ...attributes }, svgText(text));

/** Plotly's dashes. */
export const dashes: Record<string, string> = {
  dot: '2 3',
  dash: '7 4',
  dashdot: '7 3 2 3',
  longdash: '11 4',
  longdashdot: '11 3 2 3',
};
