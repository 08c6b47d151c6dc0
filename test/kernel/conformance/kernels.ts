import { join } from 'node:path';

export const project = join(__dirname, '..', '..', '..', '..');

export const python = join(project, '.venv', 'bin', 'python');

/** What the checks run, said in the language of the kernel. */
export interface Code {
  stdout: string;
  stderr: string;
  nothing: string;
  value: string;
  rich: string;
  error: string;
  display: string;
  updateDisplay: string;
  define: string;
  completeFrom: string;
  inspect: string;
  incomplete: string;
  input: string;
  endless: string;
}

export interface Kernel {
  name: string;
  argv: readonly string[];
  code: Code;
}

const typescript: Code = {
  stdout: "console.log('hello, world')",
  stderr: "console.error('oops')",
  nothing: 'const nothing = 0;',
  value: '6 * 7',
  rich: "({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<b>rich</b>', 'text/plain': 'rich' }) })",
  error: "throw new RangeError('too far')",
  display: "import { display } from 'tslab';\ndisplay.text('shown');",
  updateDisplay:
    "import { newDisplay } from 'tslab';\nconst shown = newDisplay();\nshown.text('first');\nshown.text('second');",
  define: 'const polezero_answer = 42;',
  completeFrom: 'polezero_',
  inspect: 'polezero_answer',
  incomplete: 'function f() {',
  input: "console.log('hello, ' + await prompt('name? '))",
  endless: 'while (true) {}',
};

/** Ours, as its kernelspec starts it, on any Node. */
export const ours = (node = process.execPath): Kernel => ({
  name: 'polezero',
  argv: [node, join(project, 'dist', 'kernel', 'main.js'), '{connection_file}'],
  code: typescript,
});

/** tslab as it comes. */
export const stock: Kernel = {
  name: 'tslab 1.0.22',
  argv: [
    process.execPath,
    join(project, 'node_modules', 'tslab', 'bin', 'tslab'),
    'kernel',
    '--config-path',
    '{connection_file}',
  ],
  code: typescript,
};

/** Deno's kernel, given its program. */
export const deno = (program: string): Kernel => ({
  name: 'Deno',
  argv: [program, 'jupyter', '--kernel', '--conn', '{connection_file}'],
  code: {
    ...typescript,
    display: "await Deno.jupyter.display({ 'text/plain': 'shown' }, { raw: true })",
    updateDisplay:
      "await Deno.jupyter.broadcast('display_data', { data: { 'text/plain': 'first' }, metadata: {}, transient: { display_id: 'd' } });\nawait Deno.jupyter.broadcast('update_display_data', { data: { 'text/plain': 'second' }, metadata: {}, transient: { display_id: 'd' } });",
    input: "console.log('hello, ' + prompt('name? '))",
  },
});

/** The Python kernel, which the checks themselves are checked against. */
export const ipykernel: Kernel = {
  name: 'ipykernel',
  argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
  code: {
    stdout: "print('hello, world')",
    stderr: "import sys; print('oops', file=sys.stderr)",
    nothing: 'nothing = 0',
    value: '6 * 7',
    rich: "from IPython.display import HTML\nHTML('<b>rich</b>')",
    error: "raise ValueError('too far')",
    display: "from IPython.display import display\ndisplay('shown')",
    updateDisplay:
      "from IPython.display import display\nshown = display('first', display_id=True)\nshown.update('second')",
    define: 'polezero_answer = 42',
    completeFrom: 'polezero_',
    inspect: 'polezero_answer',
    incomplete: 'def f():',
    input: "print('hello, ' + input('name? '))",
    endless: 'while True: pass',
  },
};
