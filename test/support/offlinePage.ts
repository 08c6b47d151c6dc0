import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/**
 * Opens a report without a network, waits until it is drawn, and hands it over; fails on any complaint or request.
 *
 * @param first - script to run before any of the page's own
 */
export async function openOffline<T>(
  browser: Browser,
  file: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
  first?: string,
): Promise<T> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1100, height: 900 }, ...options });
  const complaints: string[] = [];
  try {
    if (first) await context.addInitScript(first);
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request for ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    await page.evaluate('window.reportReady');
    const result = await look(page);
    assert.deepEqual(complaints, []);
    return result;
  } finally {
    await context.close();
  }
}
