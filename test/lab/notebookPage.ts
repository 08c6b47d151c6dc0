import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { LabServer } from './server';

/** A notebook file with these code cells; a cell may name its tags. */
export function writeNotebook(path: string, cells: (string | { source: string; tags: string[] })[]): void {
  const whole = cells
    .map((cell) => (typeof cell === 'string' ? { source: cell, tags: [] } : cell))
    .map(({ source, tags }, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      metadata: tags.length > 0 ? { tags } : {},
      source,
      outputs: [],
      execution_count: null,
    }));
  const kernelspec = { name: 'tslab', language: 'typescript', display_name: 'TypeScript (tslab)' };
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells: whole }));
}

/** A notebook open in JupyterLab, handled as a reader handles it: by menus, keys and what can be seen. */
export class NotebookPage {
  private constructor(
    readonly page: Page,
    readonly path: string,
  ) {}

  /** Opens a notebook of the server's folder; its kernel is ready when this returns. */
  static async open(context: BrowserContext, server: LabServer, name: string): Promise<NotebookPage> {
    const page = await context.newPage();
    const url = new URL(server.url);
    url.pathname = `/lab/tree/notebooks/${name}`;
    url.searchParams.set('reset', '');
    await page.goto(url.href);
    const notebook = new NotebookPage(page, join(server.folder, name));
    await notebook.idle();
    return notebook;
  }

  /** The cells from top to bottom, Markdown too. */
  cell(index: number): Locator {
    return this.page.locator('.jp-NotebookPanel:visible .jp-Cell').nth(index);
  }

  figures(): Locator {
    return this.page.locator('.jp-NotebookPanel:visible .js-plotly-plot');
  }

  /** What the reader sees a figure draw: its title, and the ordinates of its first trace. */
  async drawn(figure: Locator): Promise<{ title: string; y: number[] }> {
    await figure.locator('.trace, .bars, .hm').first().waitFor({ state: 'attached' });
    return figure.evaluate((element) => {
      const { _fullLayout, calcdata } = element as unknown as {
        _fullLayout: { title: { text: string } };
        calcdata: { y: number }[][];
      };
      return { title: _fullLayout.title.text, y: calcdata[0].map((point) => point.y) };
    });
  }

  async menu(...names: string[]): Promise<void> {
    const label = '.lm-MenuBar-itemLabel, .lm-Menu-itemLabel';
    for (const name of names)
      await this.page.locator(label).getByText(name, { exact: true }).locator('visible=true').click();
  }

  /** Downloads the saved notebook by File → Save and Export Notebook As. */
  async export(format: string, folder: string): Promise<string> {
    const downloaded = this.page.waitForEvent('download');
    await this.menu('File', 'Save and Export Notebook As', format);
    await this.page.getByRole('button', { name: 'Ok' }).click();
    const download = await downloaded;
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    return file;
  }

  async busy(): Promise<void> {
    await this.page.getByText('TypeScript (tslab) | Busy').waitFor();
  }

  /** The kernel has nothing to do. */
  async idle(): Promise<void> {
    await this.page.getByText('TypeScript (tslab) | Idle').waitFor();
  }

  async runAll(timeout?: number): Promise<void> {
    await this.menu('Run', 'Run All Cells');
    await this.finished(timeout);
  }

  /** No cell is running or waiting, after so many milliseconds at most. */
  async finished(timeout?: number): Promise<void> {
    await this.page.locator('.jp-InputPrompt', { hasText: '[*]' }).first().waitFor({ state: 'detached', timeout });
    await this.idle();
  }

  /** Puts the cursor at the end of a cell. */
  async edit(index: number): Promise<void> {
    await this.cell(index).locator('.cm-content').click();
    await this.page.keyboard.press('Control+End');
  }

  /** Writes a cell anew. */
  async write(index: number, source: string): Promise<void> {
    await this.edit(index);
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.insertText(source);
  }

  /** Runs one cell, without waiting for its end. */
  async start(index: number): Promise<void> {
    await this.cell(index).locator('.cm-content').click();
    await this.page.keyboard.press('Control+Enter');
  }

  async run(index: number): Promise<void> {
    await this.start(index);
    await this.finished();
  }

  /** Text of a cell's output. */
  async output(index: number): Promise<string> {
    return (await this.cell(index).locator('.jp-OutputArea-output').allInnerTexts()).join('\n');
  }

  async save(): Promise<void> {
    const saved = this.page.waitForResponse(
      (response) => response.request().method() === 'PUT' && response.url().includes('/api/contents/'),
    );
    await this.page.keyboard.press('Control+S');
    await saved;
  }

  /** The notebook as it is on disk. */
  file(): { cells: { source: string[] | string; outputs: Record<string, unknown>[]; execution_count: number }[] } {
    return JSON.parse(readFileSync(this.path, 'utf8'));
  }
}
