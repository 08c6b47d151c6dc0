import ts from './typescript';

/** The part of TypeScript's syntax tree that is needed here. */
interface Node {
  name: { text: string };
  objectAssignmentInitializer?: Node;
}
interface Checker {
  getShorthandAssignmentValueSymbol(node: Node): { declarations?: Declaration[] } | undefined;
}
interface Declaration {
  getSourceFile(): { fileName: string };
}
type Visitor = (node: Node) => Node;
type Emit = (file: object, write: unknown, token: unknown, only: unknown, transformers?: object) => object;

/** Whether `{ name }` means a variable of an earlier cell: tslab keeps their declarations in this file. */
const isEarlier = (checker: Checker, node: Node): boolean =>
  checker
    .getShorthandAssignmentValueSymbol(node)
    ?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith('/__prev__.d.ts')) ?? false;

/** `{ name }` in full: `{ name: exports.name }`, and with a default `{ name: exports.name = value }`. */
function writeOut(node: Node, visit: Visitor): Node {
  const { factory } = ts;
  const variable = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), node.name.text);
  const initial = node.objectAssignmentInitializer;
  const value = initial ? factory.createAssignment(variable, ts.visitNode(initial, visit)) : variable;
  return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
}

const expand = (checker: Checker) => (context: object) => (file: Node) => {
  const visit: Visitor = (node) =>
    ts.isShorthandPropertyAssignment(node) && isEarlier(checker, node)
      ? writeOut(node, visit)
      : ts.visitEachChild(node, visit, context);
  return ts.visitNode(file, visit);
};

/**
 * Lets `{ name }` stand for a variable of an earlier cell. tslab turns each mention of such a variable into `exports.name`,
 * but overlooks this one, and the cell would fail with "name is not defined".
 */
export function expandShorthands(): void {
  const { createWatchCompilerHost } = ts;
  ts.createWatchCompilerHost = (
    roots: string[],
    options: object,
    sys: object,
    createProgram: (...given: unknown[]) => { emit: Emit; getProgram(): { getTypeChecker(): Checker } },
    ...rest: unknown[]
  ) => {
    const createExpanding = (...given: unknown[]) => {
      const builder = createProgram(...given);
      const { emit } = builder;
      builder.emit = (file, write, token, only, transformers) =>
        emit(file, write, token, only, { ...transformers, before: [expand(builder.getProgram().getTypeChecker())] });
      return builder;
    };
    return createWatchCompilerHost(roots, options, sys, createExpanding, ...rest);
  };
}
