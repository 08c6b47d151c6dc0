import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { KernelClient } from './client';
import { ours, project } from './kernels';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
const plain = (traceback: string[]) => traceback.join('\n').replace(/\x1b\[[0-9;]*m/g, '');

describe('a traceback', () => {
  let kernel: KernelClient;
  before(async () => {
    kernel = await KernelClient.start(ours().argv, { cwd: project });
  });
  after(() => kernel.stop());

  const failing = async (code: string) => plain((await kernel.execute(code)).reply.content.traceback);

  it("points at the cell's own line, after types and blank lines are gone", async () => {
    const text = await failing(
      'interface Point {\n  x: number;\n}\n\nconst p: Point = { x: 1 };\nthrow new RangeError("x is " + p.x);',
    );
    assert.match(text, /RangeError: x is 1/);
    assert.match(text, /line 6/i);
  });

  it('names the lines of functions from earlier cells', async () => {
    await kernel.execute(
      "type Unused = string;\nfunction inner(depth: number): never {\n  throw new Error('deep ' + depth);\n}",
    );
    const text = await failing('\n\ninner(3);');
    assert.match(text, /line 3/);
    assert.equal(text.match(/Cell In\[\d+\]/g)?.length, 2, text);
  });

  it('survives an await', async () => {
    const text = await failing("async function late() {\n  await null;\n  throw new Error('late');\n}\nawait late();");
    assert.match(text, /line 3/);
  });

  it("names the library's sources, and no frame of the kernel, of tslab or of Node", async () => {
    const text = await failing("import { firwin } from 'polezero/dsp';\nfirwin(51, 2);");
    assert.match(text, /src\/dsp\/firwin\.ts:\d+/);
    assert.match(text, /line 2/);
    assert.doesNotMatch(text, /dist\/kernel|src\/kernel|tslab|node:|evalmachine/);
  });

  it('shows what is thrown even if it is no Error', async () => {
    const { reply } = await kernel.execute("throw 'just text'");
    assert.equal(reply.content.status, 'error');
    assert.match(reply.content.evalue, /just text/);
  });
});
