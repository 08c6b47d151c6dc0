import ts from './typescript';

/** The part of TypeScript's syntax tree that is needed here. */
interface Node {
  name: Node;
  text: string;
  propertyName?: Node;
  initializer?: Node;
  dotDotDotToken?: object;
  objectAssignmentInitializer?: Node;
}
interface Symbol {
  declarations?: { getSourceFile(): { fileName: string } }[];
}
interface Checker {
  getSymbolAtLocation(node: Node): Symbol | undefined;
  getShorthandAssignmentValueSymbol(node: Node): Symbol | undefined;
}
type Visitor = (node: Node) => Node;
type Emit = (file: object, write: unknown, token: unknown, only: unknown, transformers?: object) => object;

/** Whether it was declared in an earlier cell: tslab keeps those declarations in this file. */
const isEarlier = (symbol: Symbol | undefined): boolean =>
  symbol?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith('/__prev__.d.ts')) ?? false;

/** `{ name }` in full: `{ name: exports.name }`, and with a default `{ name: exports.name = value }`. */
function writeOut(node: Node, visit: Visitor): Node {
  const { factory } = ts;
  const variable = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), node.name.text);
  const initial = node.objectAssignmentInitializer;
  const value = initial ? factory.createAssignment(variable, ts.visitNode(initial, visit)) : variable;
  return ts.setTextRange(factory.createPropertyAssignment(node.name.text, value), node);
}

/** `{ name: variable }` as `{ 'name': variable }`, to take apart an object with. */
function quote(node: Node, visit: Visitor): Node {
  const { factory } = ts;
  const value = node.initializer && ts.visitNode(node.initializer, visit);
  const quoted = node.propertyName
    ? factory.createBindingElement(
        node.dotDotDotToken,
        factory.createStringLiteral(node.propertyName.text),
        ts.visitNode(node.name, visit),
        value,
      )
    : factory.createPropertyAssignment(factory.createStringLiteral(node.name.text), value);
  return ts.setTextRange(quoted, node);
}

const mend = (checker: Checker) => (context: object) => (file: Node) => {
  const namesEarlier = (name: Node | undefined) =>
    name !== undefined && ts.isIdentifier(name) && isEarlier(checker.getSymbolAtLocation(name));
  const visit: Visitor = (node) => {
    if (ts.isShorthandPropertyAssignment(node) && isEarlier(checker.getShorthandAssignmentValueSymbol(node)))
      return writeOut(node, visit);
    const taken = ts.isBindingElement(node) ? node.propertyName : ts.isPropertyAssignment(node) ? node.name : undefined;
    return namesEarlier(taken) ? quote(node, visit) : ts.visitEachChild(node, visit, context);
  };
  return ts.visitNode(file, visit);
};

/**
 * tslab turns each mention of a variable of an earlier cell into `exports.name`. It overlooks `{ name }`, so that the cell would fail with "name
 * is not defined"; and in `{ name: variable } = object` it takes the property for a variable if the object's type is that of an earlier cell,
 * which gives no JavaScript at all. Here the first is written out and the second is quoted.
 */
export function mendPropertyNames(): void {
  const { createWatchCompilerHost } = ts;
  ts.createWatchCompilerHost = (
    roots: string[],
    options: object,
    sys: object,
    createProgram: (...given: unknown[]) => { emit: Emit; getProgram(): { getTypeChecker(): Checker } },
    ...rest: unknown[]
  ) => {
    const createMending = (...given: unknown[]) => {
      const builder = createProgram(...given);
      const { emit } = builder;
      builder.emit = (file, write, token, only, transformers) =>
        emit(file, write, token, only, { ...transformers, before: [mend(builder.getProgram().getTypeChecker())] });
      return builder;
    };
    return createWatchCompilerHost(roots, options, sys, createMending, ...rest);
  };
}
