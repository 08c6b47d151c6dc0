import { formatEnd } from './picture/axis';
import { plainText } from './picture/markup';
import { type FigureParts, resolveAxes } from './picture/resolve';
import { isVisible, type Trace, traceType } from './picture/trace';

/** One line that says what a figure shows, for those who cannot see it. */
export function summary(figure: FigureParts): string {
  const title = plainText((figure.layout.title as { text?: string } | undefined)?.text ?? '');
  const traces = (figure.data as Trace[]).filter(isVisible);
  const names = traces.map((trace) => (trace.name ? plainText(trace.name) : traceType(trace)));
  const count = traces.length === 1 ? '1 trace' : `${traces.length} traces`;
  const axes = [...resolveAxes(figure).values()].map((axis) => {
    const [from, to] = axis.range.map((end) => formatEnd(axis, end));
    return `${plainText(axis.title) || axis.key}: ${from} … ${to}`;
  });
  return [`Figure${title ? ` “${title}”` : ''}: ${count}${names.length ? ` (${names.join(', ')})` : ''}`, ...axes].join(
    '; ',
  );
}
