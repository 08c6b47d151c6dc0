import { inspect } from 'node:util';
import { type Displayable, displaySymbol, type MimeBundle } from './display';
import { escapeText } from './escape';
import { rejectUnknown } from './options';

/** What a table's cell may hold. */
export type Cell = string | number | boolean | bigint | Date | null | undefined;

/** What {@link table} needs of a Danfo DataFrame or Series. */
export interface DataFrameLike {
  columns: string[];
  index: (string | number)[];
  values: unknown;
}

export type TableSource = DataFrameLike | readonly object[];

export interface TableOptions {
  /** Significant digits of numbers; whole numbers are shown in full. Default 6. */
  digits?: number;
  /** One line above the table. */
  caption?: string;
  /** Rows shown; the rest is counted in a note. Default 25. */
  maxRows?: number;
}

interface Grid {
  columns: string[];
  rows: unknown[][];
  /** Names of the rows; undefined where they are only counted. */
  index?: (string | number)[];
}

const isFrame = (source: TableSource): source is DataFrameLike =>
  !Array.isArray(source) && ['columns', 'index', 'values'].every((name) => Array.isArray(Reflect.get(source, name)));

function gridOf(source: TableSource): Grid {
  if (typeof source === 'object' && source !== null && isFrame(source)) {
    const rows = (source.values as unknown[]).map((row) => (Array.isArray(row) ? row : [row]));
    const counted = source.index.every((name, at) => name === at);
    return { columns: source.columns.map(String), rows, index: counted ? undefined : source.index };
  }
  if (!Array.isArray(source) || source.some((row) => typeof row !== 'object' || row === null || Array.isArray(row))) {
    throw new TypeError(
      'table: source must be a Danfo DataFrame or an array of records, such as [{window: "hann", taps: 51}]',
    );
  }
  const columns = [...new Set(source.flatMap((row) => Object.keys(row)))];
  return { columns, rows: source.map((row) => columns.map((name) => (row as Record<string, unknown>)[name])) };
}

function wholeNumber(name: string, value: number, low: number, high: number): number {
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new RangeError(`table: ${name} is ${value}; it must be a whole number in [${low}, ${high}]`);
}

const isoOf = (date: Date): string => (Number.isNaN(date.getTime()) ? String(date) : date.toISOString());

function text(value: unknown, digits: number): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 1e15
      ? String(value)
      : String(Number(value.toPrecision(digits)));
  if (typeof value === 'object')
    return 'toISOString' in value ? isoOf(value as Date) : inspect(value, { breakLength: Number.POSITIVE_INFINITY });
  return String(value);
}

const isNumeric = (value: unknown): boolean => typeof value === 'number' || typeof value === 'bigint';

/** A table as {@link table} makes it. */
export class Table implements Displayable {
  readonly #grid: Grid;
  readonly #options: Required<TableOptions>;

  constructor(source: TableSource, options: TableOptions = {}) {
    rejectUnknown('table', options, ['digits', 'caption', 'maxRows']);
    const { digits = 6, caption = '', maxRows = 25 } = options;
    this.#options = {
      digits: wholeNumber('digits', digits, 1, 17),
      caption,
      maxRows: wholeNumber('maxRows', maxRows, 1, 100_000),
    };
    this.#grid = gridOf(source);
  }

  /** What is shown: the column heads and the rows as text, and which columns hold numbers. */
  #shown() {
    const { columns, rows, index } = this.#grid;
    const shown = rows.slice(0, this.#options.maxRows);
    const numeric = columns.map((_, at) => {
      const present = shown.map((row) => row[at]).filter((value) => value !== null && value !== undefined);
      return present.length > 0 && present.every(isNumeric);
    });
    const cells = shown.map((row) => columns.map((_, at) => text(row[at], this.#options.digits)));
    const left = rows.length - shown.length;
    const note =
      left > 0
        ? `${left} more ${left === 1 ? 'row' : 'rows'} (${rows.length} in all)`
        : rows.length === 0
          ? 'no rows'
          : '';
    return { columns, cells, numeric, note, names: index?.slice(0, shown.length).map(String) };
  }

  /** The table as HTML; all text escaped. */
  toHTML(): string {
    const { columns, cells, numeric, note, names } = this.#shown();
    const align = (at: number) => ` style="text-align:${numeric[at] ? 'right' : 'left'}"`;
    const corner = names ? '<td></td>' : '';
    const head = columns.map((name, at) => `<th scope="col"${align(at)}>${escapeText(name)}</th>`).join('');
    const body = cells.map((row, at) => {
      const name = names ? `<th scope="row" style="text-align:left">${escapeText(names[at])}</th>` : '';
      return `<tr>${name}${row.map((value, column) => `<td${align(column)}>${escapeText(value)}</td>`).join('')}</tr>`;
    });
    const caption = this.#options.caption ? `<caption>${escapeText(this.#options.caption)}</caption>` : '';
    const span = columns.length + (names ? 1 : 0);
    const foot = note ? `<tfoot><tr><td colspan="${span}" style="text-align:left">${note}</td></tr></tfoot>` : '';
    return `<table>${caption}<thead><tr>${corner}${head}</tr></thead><tbody>${body.join('')}</tbody>${foot}</table>`;
  }

  /** The table as aligned text. */
  toString(): string {
    const { columns, cells, numeric, note, names } = this.#shown();
    const rows = [columns, ...cells].map((row, at) => (names ? [at === 0 ? '' : names[at - 1], ...row] : row));
    const right = names ? [false, ...numeric] : numeric;
    const widths = right.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    const lines = rows.map((row) =>
      row
        .map((value, column) => (right[column] ? value.padStart(widths[column]) : value.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    );
    return [this.#options.caption, ...lines, note].filter((line) => line !== '').join('\n');
  }

  [displaySymbol](): MimeBundle {
    return { 'text/html': this.toHTML(), 'text/plain': this.toString() };
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/**
 * Shows a Danfo DataFrame (or Series), or an array of records, as a table: numbers to the right, everything escaped.
 * As the last expression of a cell, or given to `show`.
 * @throws {TypeError} if the source is neither, or an option is unknown
 * @throws {RangeError} if `digits` is not in [1, 17] or `maxRows` not in [1, 100000]
 * @example
 * table([{ window: 'hann', attenuation: 44.0 }, { window: 'hamming', attenuation: 53.4 }], { caption: 'Stop-band attenuation (dB)' })
 */
export const table = (source: TableSource, options: TableOptions = {}): Table => new Table(source, options);
