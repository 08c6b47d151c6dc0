import type { PromptOptions } from './stdin';

/** What a cell finds without an import, besides what Node offers. */
declare global {
  /**
   * Asks the reader for a line of text: `const name = await prompt('Your name?')`.
   * @throws {Error} where nobody can answer, as in a report
   */
  function prompt(message?: string, options?: PromptOptions): Promise<string>;
  /** Clears the output of the cell; with `wait` only when the next output comes. */
  function clearOutput(wait?: boolean): void;
  /** Aborted when the cell is interrupted: for work that the kernel cannot stop by itself, such as a download. */
  var interruptSignal: AbortSignal;
}
