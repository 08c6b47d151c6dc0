// npm run bench ends with this: one table over all published results, and a page of figures. By itself: node bench/summary.mjs
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { venvProgram } from '../src/cli/setup/paths.mjs';
import { figuresOf, overview } from './figures.mjs';
import { line, project, resultsFolder, resultsOf } from './measure.mjs';
import { profileText } from './profile.mjs';
import { comparisons, groups, hasResults, pageOf, ratioText, rowsOf, standing } from './rows.mjs';
import { scalingFigures } from './scaling/figures.mjs';

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const time = ({ median }, unit) => `${digits(median)} ${unit}`;
const anchor = (group, { name }) => `${group}-${name.replace(/\W+/g, '-')}`;

/** Where polezero takes longer, be it within the spread: there something stands in the way. */
const isLonger = ({ ratio: { median } }) => median > 1;

/** How a row stands; what stands in its way, and where our time goes. */
function verdict(row) {
  const state = standing(row) === 'behind' ? '**behind**' : standing(row);
  if (!isLonger(row)) return [state, '', ''];
  const limit = row.limit ? `[${row.limit.name}](#${anchor(row.group, row.limit)})` : 'not known yet';
  return [state, limit, row.profile ? profileText(row.profile) : ''];
}

const count = (rows, state) => rows.filter((row) => standing(row) === state).length;

const made = (group) => {
  const { date, machine } = resultsOf(group);
  return `- [${group}](${group}.md): ${date.slice(0, 10)}, ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}`;
};

const limitsIn = (rows) => {
  const known = rows.filter((row) => isLonger(row) && row.limit);
  const byName = new Map(known.map(({ group, limit }) => [anchor(group, limit), limit]));
  return [...byName].map(([id, { name, why }]) => `<a id="${id}"></a>\n**${name}.** ${why}`).join('\n\n');
};

/** The summary in Markdown, of rows as rows.mjs has them. */
export const summaryOf = (rows) => `# Where we are ahead, level, behind

Written by \`npm run bench\`, from the results beside this file:

${[...new Set(rows.map(({ group }) => group))].map(made).join('\n')}

How time and memory grow with every size, beside theory: \`npm run bench -- scaling\`${hasResults('scaling') ? ', [scaling](scaling.md)' : ''}.

A ratio is our median over the other's, so below 1 polezero is faster; in brackets is where the median of the rounds' ratios lies (95 %), for filters
in any of three starts. Ahead and behind are ratios whose bracket leaves out 1, and that are 5 % from it; all others are level. Beside every ratio
above 1 is what stands in the way, and where our time goes by a profile.
In all **${count(rows, 'ahead')} ahead, ${count(rows, 'level')} level, ${count(rows, 'behind')} behind**.

![Ratios of our times to the others', row by row, on a logarithmic axis.](ratios.svg)

${line(['', 'beside', 'ours', 'theirs', 'ratio', '', 'what stands in the way', 'where our time goes'])}
${line(['---', '---', '---:', '---:', '---:', '---', '---', '---'])}
${rows
  .map((row) =>
    line([
      row.what,
      row.peer,
      time(row.ours, row.unit),
      time(row.theirs, row.unit),
      ratioText(row.ratio),
      ...verdict(row),
    ]),
  )
  .join('\n')}

## What stands in the way

${limitsIn(rows)}
`;

const markdown = (source) => ({ cell_type: 'markdown', metadata: {}, source });
const shown = (figure) => ({
  cell_type: 'code',
  metadata: {},
  execution_count: null,
  source: '',
  outputs: [{ output_type: 'display_data', metadata: {}, data: figure[Symbol.for('Jupyter.display')]() }],
});

/** A page of the figures, made as the reports are: from a notebook, one file that loads nothing. */
function writePage(text, figures) {
  const table = text
    .replace(/^# .*\n/, '## The table\n')
    .replace(/^!\[.*\n/m, '')
    .replaceAll(/\]\((\w[\w-]*\.md)\)/g, '](../bench/results/$1)');
  const notebook = {
    nbformat: 4,
    nbformat_minor: 4,
    metadata: {
      kernelspec: { name: 'tslab', display_name: 'TypeScript (tslab)', language: 'typescript' },
      language_info: { name: 'typescript' },
    },
    cells: [
      markdown('# polezero beside others'),
      ...figures.flatMap(({ figure, before }) => [markdown(before), shown(figure)]),
      markdown(table),
    ],
  };
  const reports = join(project, 'reports');
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(reports, 'bench.ipynb'), JSON.stringify(notebook));
  execFileSync(venvProgram('jupyter'), ['nbconvert', '--to', 'html', join(reports, 'bench.ipynb')], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return join(reports, 'bench.html');
}

/** Writes bench/results/README.md with its picture, the comparisons' own pages, whose words may have changed since, and reports/bench.html. */
export async function writeSummary() {
  for (const group of groups.filter(hasResults)) writeFileSync(join(resultsFolder, `${group}.md`), await pageOf(group));
  const rows = (await Promise.all(comparisons.filter(hasResults).map((group) => rowsOf(group)))).flat();
  const text = summaryOf(rows);
  const figures = figuresOf(rows);
  if (hasResults('scaling'))
    for (const figure of Object.values(scalingFigures(resultsOf('scaling'))))
      figures.push({
        figure,
        before: 'How time and memory grow, both relative to the smallest size: lines of one exponent are parallel.',
      });
  writeFileSync(join(resultsFolder, 'README.md'), text);
  writeFileSync(join(resultsFolder, 'ratios.svg'), overview(rows).toSVG());
  console.log(`bench/results/README.md says where we are; figures: ${relative(project, writePage(text, figures))}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeSummary();
