import { join } from 'node:path';

export const project = join(__dirname, '..', '..', '..');

/** Two cells by two seeds, seconds each. */
export const tinyStudy = join(project, 'test', 'study', 'tiny.json');
