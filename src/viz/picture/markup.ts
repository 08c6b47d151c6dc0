import { escapeText } from '../escape';

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', times: '×', micro: 'µ' };
const withoutEntities = (text: string): string => text.replace(/&(\w+);/g, (whole, name) => named[name] ?? whole);

/** Plotly's little HTML (`<b>`, `<br>`, `<sub>`, `<sup>`) as bare text. */
export const plainText = (text: string): string =>
  withoutEntities(text.replace(/<br\s*\/?>/gi, ' ').replace(/<\/?(b|i|em|strong|sub|sup|span|a)\b[^>]*>/gi, ''));

/** The same as SVG: sub- and superscripts stay, the rest becomes text. Safe for any input. */
export function svgText(text: string): string {
  const shift: Record<string, string> = { sub: '0.3em', sup: '-0.4em' };
  return text
    .split(/(<su[bp]>.*?<\/su[bp]>)/gi)
    .map((part) => {
      const script = /^<(su[bp])>(.*)<\/su[bp]>$/i.exec(part);
      if (!script) return escapeText(plainText(part));
      const dy = shift[script[1].toLowerCase()];
      const back = dy.startsWith('-') ? dy.slice(1) : `-${dy}`;
      return `<tspan dy="${dy}" font-size="75%">${escapeText(plainText(script[2]))}</tspan><tspan dy="${back}">\u200b</tspan>`;
    })
    .join('');
}
