import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const folder = join(__dirname, '..', '..', '..', '.setup', 'chromium');
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  // These look for servers that a test has no business with.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium: the one that the set-up unpacks, or the one that POLEZERO_CHROMIUM names. Where the system lacks libraries or fonts that
 * it needs, those that came with it are used.
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.POLEZERO_CHROMIUM || join(folder, 'chromium');
  if (!existsSync(executablePath))
    throw new Error(
      `No browser at ${executablePath}: run 'npm test', which unpacks one, or name one in POLEZERO_CHROMIUM.`,
    );
  const fonts = existsSync('/usr/share/fonts') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
  const launch = (env: Record<string, string>) =>
    chromium.launch({
      executablePath,
      args: flags,
      env: { ...(process.env as Record<string, string>), ...fonts, ...env },
    });
  try {
    return await launch({});
  } catch (error) {
    if (!/error while loading shared libraries/.test(String(error))) throw error;
    return launch({ LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') });
  }
}

/** Lets nothing out of this machine; returns the list, which grows, of what wanted to go. */
export async function offline(context: BrowserContext): Promise<string[]> {
  const stopped: string[] = [];
  await context.route('**/*', (route) => {
    const { protocol, hostname } = new URL(route.request().url());
    if (['file:', 'data:', 'blob:'].includes(protocol) || ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
      return route.continue();
    stopped.push(route.request().url());
    return route.abort();
  });
  return stopped;
}

/** The errors of a page, as they come: what it logs as an error, and what it throws. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}
