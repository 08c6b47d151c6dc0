"""Golden values for test/tasks, found by other means than the library's: .venv/bin/python test/tasks/golden/generate.py (a minute)

Canonical forms by trying every symmetry; solutions and dead ends by a search over sets; augmentations and metrics as the published code
does them in NumPy; shortest paths by SciPy's graphs.
"""

import itertools
import json
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

rng = np.random.default_rng(1)
BOX = {4: (2, 2), 6: (2, 3), 9: (3, 3)}


def text(grid):
    return "".join("." if d == 0 else str(d) for d in np.ravel(grid))


def line_orders(n, within):
    groups = n // within
    inside = list(itertools.permutations(range(within)))
    return [
        [g * within + i for g, p in zip(order, perms) for i in p]
        for order in itertools.permutations(range(groups))
        for perms in itertools.product(inside, repeat=groups)
    ]


def solutions(grid, limit=2):
    """Solutions and dead ends: the blank cell with the fewest digits left, the first among equals; every digit is tried."""
    n = len(grid)
    h, w = BOX[n]
    found, dead = [], 0
    grid = [list(map(int, row)) for row in grid]

    def left(r, c):
        used = set(grid[r]) | {grid[i][c] for i in range(n)}
        used |= {grid[i][j] for i in range(r // h * h, r // h * h + h) for j in range(c // w * w, c // w * w + w)}
        return sorted(set(range(1, n + 1)) - used)

    def search():
        nonlocal dead
        blanks = [(len(left(r, c)), r, c) for r in range(n) for c in range(n) if grid[r][c] == 0]
        if not blanks:
            found.append([row[:] for row in grid])
            return
        count, r, c = min(blanks)
        if count == 0:
            dead += 1
            return
        for digit in left(r, c):
            if len(found) == limit:
                break
            grid[r][c] = digit
            search()
            grid[r][c] = 0

    search()
    return found, dead


def random_solution(n):
    """The pattern that shifts a row along, with rows, columns and digits in random order."""
    h, w = BOX[n]
    grid = np.array([[(c + w * (r % h) + r // h) % n for c in range(n)] for r in range(n)])
    orders = [line_orders(n, h), line_orders(n, w)]
    rows, columns = (orders[i][rng.integers(len(orders[i]))] for i in (0, 1))
    return (rng.permutation(n) + 1)[grid[rows][:, columns]]


def random_puzzle(n):
    """Fewer and fewer clues while the solution stays the only one."""
    grid = random_solution(n)
    for cell in rng.permutation(n * n):
        before = grid.flat[cell]
        grid.flat[cell] = 0
        if len(solutions(grid)[0]) > 1:
            grid.flat[cell] = before
    return grid


def canonical(grid):
    """The smallest of all images, blanks before digits and digits numbered as they first appear."""
    n = len(grid)
    h, w = BOX[n]
    rows, columns = np.array(line_orders(n, h)), np.array(line_orders(n, w))
    best = None
    for image in [grid, grid.T] if h == w else [grid]:
        for r in rows:
            many = image[r][:, columns].transpose(1, 0, 2).reshape(len(columns), -1)  # one image a line
            labels = np.zeros((len(many), n + 1), dtype=int)
            count = np.zeros(len(many), dtype=int)
            alive = np.arange(len(many))
            out = np.zeros_like(many)
            for cell in range(n * n):
                digit = many[alive, cell]
                fresh = (digit > 0) & (labels[alive, digit] == 0)
                count[alive[fresh]] += 1
                labels[alive[fresh], digit[fresh]] = count[alive[fresh]]
                out[alive, cell] = labels[alive, digit]
                alive = alive[out[alive, cell] == out[alive, cell].min()]
                if best is not None:
                    head = tuple(out[alive[0], : cell + 1])
                    if head > best[: cell + 1]:
                        break
            else:
                best = min(best, tuple(out[alive[0]])) if best is not None else tuple(out[alive[0]])
    return text(best)


def sudokus():
    for n, count in ((4, 12), (6, 12), (9, 4)):
        for i in range(count):
            puzzle = random_puzzle(n)
            found, dead = solutions(puzzle)
            answer = np.array(found[0])
            case = {"puzzle": text(puzzle), "solution": text(answer), "deadEnds": dead, "canonical": canonical(puzzle)}
            if n < 9 or i == 0:
                case["canonicalSolution"] = canonical(answer)
            yield case


def augmentation(n):
    """One augmentation, in the order of drawing and composing of the published code."""
    h, w = BOX[n]
    puzzle = random_solution(n) * (rng.random((n, n)) < 0.5)
    digits = rng.permutation(n) + 1
    digit_map = np.pad(digits, (1, 0))
    flag = bool(h == w and rng.random() < 0.5)
    bands = rng.permutation(n // h)
    in_bands = [rng.permutation(h) for _ in bands]
    row_perm = np.concatenate([b * h + p for b, p in zip(bands, in_bands)])
    stacks = rng.permutation(n // w)
    in_stacks = [rng.permutation(w) for _ in stacks]
    col_perm = np.concatenate([s * w + p for s, p in zip(stacks, in_stacks)])
    mapping = np.array([row_perm[i // n] * n + col_perm[i % n] for i in range(n * n)])
    x = puzzle.T if flag else puzzle
    out = digit_map[x.flatten()[mapping].reshape(n, n)]
    shuffles = [digits - 1, bands, *in_bands, stacks, *in_stacks]
    return {"grid": text(puzzle), "transpose": flag, "shuffles": [s.tolist() for s in shuffles], "result": text(out)}


def dihedral():
    maze = np.array(list("#SG oo ###o    #")).reshape(4, 4)
    turned = [np.rot90(maze, k) for k in range(4)] + [np.fliplr(maze), np.flipud(maze), maze.T, np.fliplr(np.rot90(maze))]
    return {"maze": "".join(maze.flat), "images": ["".join(t.flat) for t in turned]}


def mazes():
    for n, walls in ((5, 0.2), (5, 0.4), (8, 0.2), (8, 0.35), (12, 0.3), (12, 0.4), (20, 0.3), (20, 0.35)):
        for _ in range(3):
            grid = np.where(rng.random((n, n)) < walls, "#", " ")
            s, g = rng.choice(n * n, 2, replace=False)
            grid.flat[s], grid.flat[g] = "S", "G"
            edges = [
                (r * n + c, (r + dr) * n + c + dc)
                for r in range(n) for c in range(n) for dr, dc in ((0, 1), (1, 0))
                if r + dr < n and c + dc < n and grid[r, c] != "#" and grid[r + dr, c + dc] != "#"
            ]
            edges += [(b, a) for a, b in edges]
            graph = csr_matrix((np.ones(len(edges)), tuple(zip(*edges))), shape=(n * n, n * n))
            steps = dijkstra(graph, indices=[s, g])
            length = steps[0, g]
            paths = np.zeros(n * n)
            if np.isfinite(length):
                # Shortest paths are the walks of that many steps.
                paths[s] = 1
                for _ in range(int(length)):
                    paths = graph.T @ paths
            yield {"maze": "".join(grid.flat), "length": int(length) if np.isfinite(length) else None, "paths": int(paths[g])}


def metrics():
    """losses.py's formulas, on a batch where some rows have no label and some have not halted."""
    rows, length, vocab = 40, 6, 5
    labels = rng.integers(0, vocab, (rows, length))
    labels[::7] = 0
    logits = rng.standard_normal((rows, length, vocab))
    right = rng.random((rows, 1)) < 0.5
    logits += 10 * np.eye(vocab)[labels] * (right | (rng.random((rows, length)) < 0.6))[..., None]
    q, steps, halted = rng.standard_normal(rows), rng.integers(1, 17, rows), rng.random(rows) < 0.7
    mask = labels != 0
    counts = mask.sum(-1)
    correct = mask & (logits.argmax(-1) == labels)
    exact = correct.sum(-1) == counts
    valid = halted & (counts > 0)
    return {
        "logits": logits.round(6).ravel().tolist(), "vocabSize": vocab, "seqLen": length, "labels": labels.ravel().tolist(),
        "qHalt": q.tolist(), "steps": steps.tolist(), "halted": halted.tolist(), "exactRows": exact.astype(int).tolist(),
        "sums": {
            "count": int(valid.sum()),
            "accuracy": float(np.where(valid, correct.sum(-1) / counts.clip(1), 0).sum()),
            "exactAccuracy": int((valid & exact).sum()),
            "haltAccuracy": int((valid & ((q >= 0) == exact)).sum()),
            "steps": int(np.where(valid, steps, 0).sum()),
        },
    }


golden = {
    "sudokus": list(sudokus()),
    "augmentations": [augmentation(n) for n in (4, 6, 9) for _ in range(10)],
    "dihedral": dihedral(),
    "mazes": list(mazes()),
    "metrics": metrics(),
}
Path(__file__).with_name("tasks.json").write_text(json.dumps(golden) + "\n")
