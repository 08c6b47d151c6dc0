import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { random } from 'polezero/numeric';
import {
  augmentSudoku,
  canonicalSudoku,
  generateSudoku,
  generateSudokus,
  leakedFraction,
  type Puzzle,
  relabelledSudoku,
  splitByClass,
} from 'polezero/tasks';

const puzzleClass = ({ puzzle }: Puzzle) => canonicalSudoku(puzzle);
const solutionClass = ({ solution }: Puzzle) => canonicalSudoku(solution);

/** What must hold of a split; throws if it leaks. */
function assertNoLeak<T>({ train, test }: { train: T[]; test: T[] }, classOf: (item: T) => string): void {
  assert.equal(leakedFraction(train, test, classOf), 0, 'a test item is equivalent to a training item');
}

/** The split that people make: the last ones are for testing. */
function splitAtRandom<T>(items: T[], testSize: number): { train: T[]; test: T[] } {
  const shuffled = random(1).shuffle([...items]);
  return { train: shuffled.slice(testSize), test: shuffled.slice(0, testSize) };
}

describe('splitByClass', () => {
  it('leaves no puzzle of size 6 in the test that is a training puzzle in disguise, where a random split does', () => {
    const base = generateSudokus({ size: 6, count: 200, seed: 1 });
    const source = random(2);
    const disguised = base.flatMap((item) => [item, { ...item, ...augmentSudoku(item, source) }]);
    const split = splitByClass(disguised, puzzleClass, { testSize: 60, seed: 3 });
    assertNoLeak(split, puzzleClass);
    assert(split.test.length >= 60 && split.test.length <= 61);
    assert.deepEqual(new Set([...split.train, ...split.test]), new Set(disguised));
    assert.throws(() => assertNoLeak(splitAtRandom(disguised, 60), puzzleClass), /equivalent to a training item/);
  });

  it('splits by solution as well: by one of the 49 classes of grids', () => {
    const puzzles = generateSudokus({ size: 6, count: 400, seed: 4 });
    const split = splitByClass(puzzles, solutionClass, { testSize: 50 });
    assertNoLeak(split, solutionClass);
    assertNoLeak(split, puzzleClass);
    // A split by puzzle is none by solution.
    assert.throws(() => assertNoLeak(splitByClass(puzzles, puzzleClass, { testSize: 50 }), solutionClass));
  });

  it('measures the leak of a random split at size 4: more than half up to the names of digits, all up to symmetry', () => {
    const source = random(1);
    const puzzles = Array.from({ length: 2500 }, () => generateSudoku({ size: 4, random: source }));
    const { train, test } = splitAtRandom(puzzles, 500);
    const relabelled = leakedFraction(train, test, ({ puzzle }) => relabelledSudoku(puzzle));
    assert(relabelled > 0.5 && relabelled < 0.65, `${relabelled}`); // 57 % in the sample that the reference trained on
    assert.equal(leakedFraction(train, test, puzzleClass), 1);
    assert.equal(new Set(puzzles.map(puzzleClass)).size, 36);
  });

  it('keeps classes whole, takes no more than it must, and repeats', () => {
    const items = fc.array(fc.record({ class: fc.nat(12), id: fc.nat() }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(items, fc.nat(), fc.nat(1000), (items, size, seed) => {
        const testSize = 1 + (size % (items.length - 1));
        const classOf = (item: { class: number }) => String(item.class);
        const split = () => splitByClass(items, classOf, { testSize, seed });
        const sizes = new Map<string, number>();
        for (const item of items) sizes.set(classOf(item), (sizes.get(classOf(item)) ?? 0) + 1);
        let result: ReturnType<typeof split>;
        try {
          result = split();
        } catch (error) {
          assert.match(String(error), /RangeError: testSize is .* leaves none for training/);
          assert(testSize > items.length - Math.max(...sizes.values()));
          return;
        }
        assertNoLeak(result, classOf);
        assert.equal(result.train.length + result.test.length, items.length);
        assert(result.test.length >= testSize && result.train.length > 0);
        assert(result.test.length - testSize < Math.max(...sizes.values()));
        assert.deepEqual(split(), result);
      }),
    );
  });

  it('names what is wrong', () => {
    const split = (options: object) => () => splitByClass(['a', 'b'], (x) => x, options as { testSize: number });
    for (const testSize of [0, -1, 0.5, undefined]) assert.throws(split({ testSize }), /RangeError: testSize is/);
    assert.throws(split({ testSize: 2 }), /RangeError: testSize is 2; it must be less than the number of items, 2/);
    assert.throws(split({ testSize: 1, size: 2 }), /TypeError: Unknown option 'size'/);
    assert.throws(() => leakedFraction(['a'], [], (x) => x), /RangeError: test is empty/);
  });
});
