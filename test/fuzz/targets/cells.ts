import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Target } from '../Target';
import { kernelNotebook } from './kernelNotebook';
import { NodeNotebook } from './nodeNotebook';

/** What a name may be declared as: how, given a number, and how a number is read of it. */
const kinds = {
  const: { declared: (x: string, n: string) => `const ${x} = ${n};`, read: (x: string) => x },
  typed: {
    declared: (x: string, n: string) => `const ${x}: number | undefined = ${n};`,
    read: (x: string) => `(${x} ?? 0)`,
  },
  let: { declared: (x: string, n: string) => `let ${x}: number = ${n};`, read: (x: string) => x },
  var: { declared: (x: string, n: string) => `var ${x} = ${n} - 1;`, read: (x: string) => x },
  function: {
    declared: (x: string, n: string) => `function ${x}(k: number = 2): number { return k * (${n}); }`,
    read: (x: string) => `${x}(3)`,
  },
  arrow: {
    declared: (x: string, n: string) => `const ${x} = <T,>(k: T): [T, number] => [k, ${n}];`,
    read: (x: string) => `${x}('k')[1]`,
  },
  asynchronous: {
    declared: (x: string, n: string) => `async function ${x}(): Promise<number> { return ${n}; }`,
    read: (x: string) => `(await ${x}())`,
  },
  generator: {
    declared: (x: string, n: string) => `function* ${x}(): Generator<number> { yield ${n}; yield 1; }`,
    read: (x: string) => `[...${x}()].length + ([...${x}()][0])`,
  },
  class: {
    declared: (x: string, n: string) =>
      `class ${x} {\n  static readonly first = 5;\n  #own = ${n};\n  get own(): number { return this.#own; }\n}`,
    read: (x: string) => `(new ${x}().own + ${x}.first)`,
  },
  object: {
    declared: (x: string, n: string) => `const { p: [, ${x}] } = { p: ['-', ${n}] as [string, number] };`,
    read: (x: string) => x,
  },
  defaults: {
    declared: (x: string, n: string) => `const { q: ${x} = ${n} }: { q?: number } = {};`,
    read: (x: string) => x,
  },
  array: {
    declared: (x: string, n: string) => `let [, ...${x}] = [0, ${n}, 3];`,
    read: (x: string) => `(${x}[0] + ${x}.length)`,
  },
  import: {
    declared: (x: string) => `import { basename as ${x} } from 'node:path';`,
    read: (x: string) => `${x}('a/bcd').length`,
  },
  await: { declared: (x: string, n: string) => `const ${x} = await Promise.resolve(${n});`, read: (x: string) => x },
} as const;
type Kind = keyof typeof kinds;

const names = ['a', 'b', 'c', 'größe', '$x', '_'];

type Line =
  | { does: 'declares'; name: string; kind: Kind; reads: string; value: number }
  | { does: 'assigns'; name: string; reads: string; value: number }
  | { does: 'loops'; name: string; value: number };

const anyName = fc.constantFrom(...names);
const value = fc.integer({ min: -9, max: 99 });
const anyLine: fc.Arbitrary<Line> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant<'declares'>('declares'),
      name: anyName,
      kind: fc.constantFrom(...(Object.keys(kinds) as Kind[])),
      reads: anyName,
      value,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant<'assigns'>('assigns'), name: anyName, reads: anyName, value }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant<'loops'>('loops'), name: anyName, value }) },
);
const anyProgram = fc.array(fc.array(anyLine, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 });

/** The sources of cells; each ends with an expression of all that there is by then. */
function cellsOf(program: readonly Line[][]): string[] {
  const known = new Map<string, Kind>();
  return program.map((lines) => {
    const here = new Set<string>();
    /** A name of an earlier cell must not be read in one that declares it anew, before it does. */
    const later = new Set(lines.flatMap((line) => (line.does === 'declares' ? [line.name] : [])));
    const canRead = (name: string) => known.has(name) && (here.has(name) || !later.has(name));
    const numberOf = (name: string) => (canRead(name) ? kinds[known.get(name)!].read(name) : '7');
    const source = lines.flatMap((line): string[] => {
      const { does, name } = line;
      if (does === 'declares') {
        if (here.has(name)) return [];
        // The console knows one variable of a name, the kernel one in each cell: what a function would read of it later is not the same.
        const isCode = /function|arrow|asynchronous|generator|class/.test(line.kind);
        const number = isCode ? `${line.value}` : `${line.value} + ${numberOf(line.reads)}`;
        here.add(name);
        known.set(name, line.kind);
        return [kinds[line.kind].declared(name, number)];
      }
      const isVariable = canRead(name) && ['let', 'var'].includes(known.get(name)!);
      if (!isVariable) return [];
      if (does === 'assigns') return [`${name} += ${line.value} * (${numberOf(line.reads)});`];
      return [`for (let i = 0; i < 3; i++) { if (i === 1) continue; ${name} = ${name} + i * ${line.value}; }`];
    });
    const all = [...known.keys()].map((name) => kinds[known.get(name)!].read(name));
    return [...source, `[${all.join(', ')}].join(';')`].join('\n');
  });
}

/** Cells of TypeScript in the kernel. */
export function open(): Target {
  const kernel = kernelNotebook();
  const node = new NodeNotebook();
  let count = 0;
  return {
    about: "random cells of TypeScript that declare names anew: their values in the kernel and in Node's own console",
    property: fc.asyncProperty(anyProgram.map(cellsOf), async (cells) => {
      const context = node.begin();
      for (const [i, cell] of cells.entries()) {
        const expected = await node.run(cell);
        let found: unknown;
        try {
          found = await kernel.run(cell, `cell ${i + 1}`);
        } catch (error) {
          throw new Error(`cell ${i + 1} of\n${cells.join('\n----\n')}\n${String(error)}`);
        }
        assert.equal(found, expected, `cell ${i + 1} of\n${cells.join('\n----\n')}`);
        count++;
      }
      assert(context);
    }),
    share: 12,
    summary: () => `${count} cells`,
    close: () => {
      node.close();
      kernel.close();
    },
  };
}
