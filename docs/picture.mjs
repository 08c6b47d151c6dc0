// node docs/picture.mjs: writes the README's picture, the saved key figure of notebooks/00-start-here.ipynb.
import { readFileSync, writeFileSync } from 'node:fs';

const { cells } = JSON.parse(readFileSync(new URL('../notebooks/00-start-here.ipynb', import.meta.url), 'utf8'));
const keyFigure = cells.find(({ metadata }) => metadata.tags?.includes('key-figure'));
const svg = keyFigure.outputs[0].data['image/svg+xml'];
writeFileSync(new URL('what-a-cut-leaves-undone.svg', import.meta.url), [svg].flat().join(''));
