import { dirname, join, sep } from 'node:path';
import { inspect } from 'node:util';
import { isCell, originalPlace } from './sourceMaps';

/** Folders whose frames say nothing about the notebook. */
const machinery = [__dirname + sep, dirname(require.resolve('tslab')) + sep];

function isMachinery(file: string): boolean {
  return file.startsWith('node:') || machinery.some((folder) => file.startsWith(folder));
}

function describeFrame(frame: NodeJS.CallSite): string | undefined {
  const file = frame.getFileName() ?? frame.getScriptNameOrSourceURL();
  if (!file || isMachinery(file)) return undefined;
  const [line, column] = [frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
  const place = originalPlace({ file: file.replace(/^file:\/\//, ''), line, column });
  if (!place) return undefined;
  const where = isCell(file) ? `${place.file}, line ${place.line}` : `${place.file}:${place.line}:${place.column}`;
  const caller = isCell(file) && frame.getFunctionName() === null ? undefined : nameOf(frame);
  return caller ? `    at ${caller} (${where})` : `    at ${where}`;
}

function nameOf(frame: NodeJS.CallSite): string | undefined {
  const name = frame.getFunctionName();
  if (!name) return undefined;
  if (frame.isConstructor()) return `new ${name}`;
  const type = frame.isToplevel() ? null : frame.getTypeName();
  const called = type && !name.startsWith(type) && type !== 'Object' ? `${type}.${name}` : name;
  return frame.isAsync?.() ? `async ${called}` : called;
}

/** Makes `error.stack` name the lines of cells and of sources, and leave the kernel out. */
export function mapStacks(): void {
  Error.stackTraceLimit = 50;
  Error.prepareStackTrace = (error, frames) =>
    [String(error), ...frames.map(describeFrame).filter((line) => line !== undefined)].join('\n');
}

/** What an `error` message and the reply say: https://jupyter-client.readthedocs.io/en/stable/messaging.html#execution-errors */
export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

const cellFrame = /Cell In\[\d+\], line (\d+)/;

/** The line of the cell where it went wrong, with its neighbours. */
function excerpt(code: string, stack: string, label: string): string[] {
  const at = cellFrame.exec(stack);
  if (!at?.[0].startsWith(label)) return [];
  const [lines, wrong] = [code.split('\n'), Number(at[1])];
  return lines
    .map(
      (text, index) =>
        `${index + 1 === wrong ? '---->' : '     '} ${String(index + 1).padStart(String(lines.length).length)}  ${text}`,
    )
    .slice(Math.max(wrong - 3, 0), wrong + 2);
}

/** Describes whatever a cell threw. */
export function describeError(error: unknown, code: string, label: string): ErrorContent {
  if (error instanceof Diagnostics) return error.content;
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object Error]') {
    const evalue = typeof error === 'string' ? error : inspect(error);
    return { ename: 'Thrown', evalue, traceback: [`Thrown: ${evalue}`] };
  }
  const { name, message, stack = '' } = error as Error;
  const shown = excerpt(code, stack, label);
  return {
    ename: String(name),
    evalue: String(message),
    traceback: [...inspect(error).split('\n'), ...(shown.length > 0 ? ['', ...shown] : [])],
  };
}

/** A finding of the type checker; line and column count from 0. */
interface Finding {
  start: { line: number; character: number };
  end: { line: number; character: number };
  messageText: string;
  code: number;
  fileName?: string;
}

/** What the type checker has against a cell; the cell does not run. */
export class Diagnostics extends Error {
  readonly content: ErrorContent;

  constructor(findings: readonly Finding[], code: string, label: string) {
    super(
      findings
        .map((finding) => `${finding.start.line + 1}:${finding.start.character + 1} - ${finding.messageText}`)
        .join('\n'),
    );
    const traceback = findings.flatMap((finding) => describeFinding(finding, code, label));
    this.content = { ename: 'TypeScriptError', evalue: this.message, traceback };
  }
}

function describeFinding(
  { start, end, messageText, code, fileName }: Finding,
  source: string,
  label: string,
): string[] {
  const [line, column] = [start.line + 1, start.character + 1];
  const where = fileName ? `${join(fileName)}:${line}:${column}` : `${label}, line ${line}, column ${column}`;
  const message = `${where} - error TS${code}: ${messageText}`;
  const text = fileName ? undefined : source.split('\n')[start.line];
  if (text === undefined) return [message];
  const length = Math.max(end.line === start.line ? end.character - start.character : text.length - start.character, 1);
  const number = String(line);
  return [
    message,
    '',
    `${number}  ${text}`,
    `${' '.repeat(number.length + 2 + start.character)}${'~'.repeat(length)}`,
    '',
  ];
}
