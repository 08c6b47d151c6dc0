// Plotly's axes, as far as the picture draws them.

/** The attributes of Plotly's axes that the static picture looks at. */
export interface AxisLayout {
  type?: string;
  title?: { text?: string };
  range?: unknown[];
  autorange?: boolean | string;
  rangemode?: string;
  domain?: [number, number];
  anchor?: string;
  overlaying?: string;
  side?: string;
  matches?: string;
  visible?: boolean;
  showticklabels?: boolean;
  showgrid?: boolean;
  zeroline?: boolean;
  tickvals?: unknown[];
  ticktext?: string[];
  dtick?: number;
  scaleanchor?: string;
  scaleratio?: number;
}

/** An axis as it will be drawn. */
export interface ResolvedAxis {
  /** 'xaxis', 'yaxis2': its name in the layout. */
  key: string;
  letter: 'x' | 'y';
  type: 'linear' | 'log' | 'date' | 'category';
  /** First and last position: numbers; log10 of them; milliseconds; places in `categories`. May run backwards. */
  range: [number, number];
  categories: string[];
  domain: [number, number];
  /** Keys of the axes with which traces pair it. */
  partners: string[];
  options: AxisLayout;
  title: string;
  needsTitle: boolean;
}

/** Where a value lies on an axis, in the units of its range; NaN where it cannot be shown. */
export function position(axis: Pick<ResolvedAxis, 'type' | 'categories'>, value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  if (axis.type === 'category') {
    const place = axis.categories.indexOf(String(value));
    return place < 0 && typeof value === 'number' ? value : place < 0 ? Number.NaN : place;
  }
  if (axis.type === 'date') {
    const text = String(value).replace(' ', 'T');
    return typeof value === 'number'
      ? value
      : Date.parse(text.length > 10 && !/(Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text);
  }
  const number = Number(value);
  if (Math.abs(number) > 1e300) return Number.NaN; // as in Plotly: sums of such numbers overflow
  return axis.type === 'log' ? (number > 0 ? Math.log10(number) : Number.NaN) : number;
}

/** An end of an axis' range in the reader's terms: the number itself for a logarithm, a day, a category. */
export function formatEnd(axis: ResolvedAxis, end: number): string {
  if (axis.type === 'category')
    return axis.categories[Math.min(axis.categories.length - 1, Math.max(0, Math.round(end)))] ?? '';
  if (axis.type === 'date') return new Date(end).toISOString().slice(0, 10);
  return String(Number((axis.type === 'log' ? 10 ** end : end).toPrecision(4)));
}
