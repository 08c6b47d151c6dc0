import { existsSync } from 'node:fs';
import { join } from 'node:path';

const project = join(__dirname, '..', '..', '..');

/** The folder of a notebook collection, and the folder of its reports. */
export interface Places {
  notebooks: string;
  reports: string;
}

export const defaultPlaces: Places = { notebooks: join(project, 'notebooks'), reports: join(project, 'reports') };

/** The project's own Python, with papermill, nbconvert and the package of report/. */
export function python(): string {
  const path =
    process.platform === 'win32'
      ? join(project, '.venv', 'Scripts', 'python.exe')
      : join(project, '.venv', 'bin', 'python');
  if (!existsSync(path)) throw new Error('The Python environment is missing. Run: npm run setup');
  return path;
}

/** The look of the reports, which the front page shares. */
export const styleSheet = join(
  project,
  'report',
  'jupyter',
  'share',
  'jupyter',
  'nbconvert',
  'templates',
  'polezero',
  'report.css',
);
