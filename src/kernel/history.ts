/** A line of the history: its session, its number, its input and the text of its result. */
interface Entry {
  line: number;
  input: string;
  output: string | null;
}

/** Only the present session is kept; its number. */
const session = 1;

function globToRegExp(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

/** Drops entries whose input comes again later. */
function unique(entries: Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.input, entry])).values()];
}

const last = <T>(entries: T[], n: unknown): T[] =>
  typeof n === 'number' ? entries.slice(Math.max(entries.length - n, 0)) : entries;

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#history */
export class History {
  readonly #entries: Entry[] = [];

  add(line: number, input: string): void {
    this.#entries.push({ line, input, output: null });
  }

  setOutput(output: unknown): void {
    const entry = this.#entries.at(-1);
    if (entry) entry.output = typeof output === 'string' ? output : null;
  }

  /** Content of a history_reply. */
  reply(request: Record<string, unknown>): Record<string, unknown> {
    const history = this.#select(request).map(({ line, input, output }) =>
      request.output ? [session, line, [input, output]] : [session, line, input],
    );
    return { status: 'ok', history };
  }

  #select({
    hist_access_type,
    session: of = 0,
    start = 0,
    stop,
    pattern = '*',
    n,
    unique: isUnique,
  }: Record<string, unknown>): Entry[] {
    if (hist_access_type === 'range') {
      if (of !== 0 && of !== session) return [];
      const end = typeof stop === 'number' ? stop : Number.POSITIVE_INFINITY;
      return this.#entries.filter(({ line }) => line >= Number(start) && line < end);
    }
    if (hist_access_type !== 'search') return last(this.#entries, n);
    const glob = globToRegExp(String(pattern));
    const found = this.#entries.filter(({ input }) => glob.test(input));
    return last(isUnique ? unique(found) : found, n);
  }
}
