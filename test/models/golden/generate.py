"""Writes conformance.json: supervision steps of TRM and its variants in float64, with losses, gradients and the carry over several steps.

Derived from the description of the published code, not from the code; its losses agree with those of the published modules to 1e-7.
Weights and puzzles come from integer random numbers, so that the file holds only results.

Run with any Python that has PyTorch: uv run --no-project --with torch --with numpy test/models/golden/generate.py
"""
import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F

here = pathlib.Path(__file__).parent
sys.path.append(str(here.parent.parent / 'nn' / 'golden'))
from reference import attention, fill, mulberry32, rms_norm, rotary_table, stablemax_cross_entropy, swiglu  # noqa: E402

PREFIX = 'model.inner.'


def config(**changes):
    base = dict(
        vocabSize=6, seqLen=16, hiddenSize=16, numHeads=2, expansion=4, lLayers=2, hLayers=0, hCycles=3, lCycles=6, puzzleEmbLen=2,
        puzzleEmbNdim=16, numPuzzleIdentifiers=3, posEncodings='rope', mixer='attention', ffMultiple=256, haltMaxSteps=16,
        haltExplorationProb=0, recursion='trm', actContinue=False,
    )
    return {**base, **changes}


def shapes(c):
    """Every published tensor of a configuration, in the order that seeds its weights."""
    dim, length = c['hiddenSize'], c['seqLen'] + c['puzzleEmbLen']
    width = lambda size: math.ceil(round(c['expansion'] * size * 2 / 3) / c['ffMultiple']) * c['ffMultiple']
    found = {'embed_tokens.embedding_weight': (c['vocabSize'], dim)}
    if c['posEncodings'] == 'learned':
        found['embed_pos.embedding_weight'] = (length, dim)
    found |= {'lm_head.weight': (c['vocabSize'], dim), 'q_head.weight': (2, dim), 'q_head.bias': (2,)}
    for level, layers in (('L_level', c['lLayers']), ('H_level', c['hLayers'])):
        for i in range(layers):
            layer = f'{level}.layers.{i}.'
            if c['mixer'] == 'mlp':
                found[layer + 'mlp_t.gate_up_proj.weight'] = (2 * width(length), length)
                found[layer + 'mlp_t.down_proj.weight'] = (length, width(length))
            else:
                found[layer + 'self_attn.qkv_proj.weight'] = (3 * dim, dim)
                found[layer + 'self_attn.o_proj.weight'] = (dim, dim)
            found[layer + 'mlp.gate_up_proj.weight'] = (2 * width(dim), dim)
            found[layer + 'mlp.down_proj.weight'] = (dim, width(dim))
    return {PREFIX + name: shape for name, shape in found.items()}


def latents(c):
    return dict(trm=['H', 'L'], hrm=['H', 'L'], singleZ=['L'], transformer=['H'], hier6=['H'] + [f'L{i}' for i in range(1, 7)])[c['recursion']]


def std_of(name, shape):
    """The heads of q get weights too: at the published zeros their gradients would test nothing."""
    return 0.5 if name.endswith('q_head.bias') else 0.3 if name.endswith('q_head.weight') else 1 / math.sqrt(shape[-1])


def weights(c):
    p = {name: fill(shape, std_of(name, shape), 1000 + i).requires_grad_() for i, (name, shape) in enumerate(shapes(c).items())}
    for i, name in enumerate(latents(c)):
        p[f'{PREFIX}{name}_init'] = fill((c['hiddenSize'],), 1, 7 + i)
    p[PREFIX + 'puzzle_emb.weights'] = fill((c['numPuzzleIdentifiers'], c['puzzleEmbNdim']), 1 / math.sqrt(c['hiddenSize']), 99)
    return p


def puzzles(batch, seq_len, seed=42):
    """Labels 2 … 5, of which about half are given; the others are 1 in the input. One cell a row has no label."""
    uniform = mulberry32(seed)
    labels = [[2 + int(next(uniform) * 4) for _ in range(seq_len)] for _ in range(batch)]
    inputs = [[v if next(uniform) < 0.5 else 1 for v in row] for row in labels]
    for i, row in enumerate(labels):
        row[i % seq_len] = 0
    return torch.tensor(inputs), torch.tensor(labels)


class Model:
    def __init__(self, c, p):
        self.c, self.p = c, {name.removeprefix(PREFIX): value for name, value in p.items()}
        length = c['seqLen'] + c['puzzleEmbLen']
        self.table = rotary_table(length, c['hiddenSize'] // c['numHeads']) if c['posEncodings'] == 'rope' else None

    def level(self, name, hidden, injection=0):
        c, p, h = self.c, self.p, hidden + injection
        for i in range(c['lLayers'] if name == 'L_level' else c['hLayers']):
            layer = f'{name}.layers.{i}.'
            halves = lambda m: (*p[f'{layer}{m}.gate_up_proj.weight'].chunk(2), p[f'{layer}{m}.down_proj.weight'])
            if c['mixer'] == 'mlp':
                t = h.transpose(1, 2)
                h = rms_norm(t + swiglu(t, *halves('mlp_t'))).transpose(1, 2)
            else:
                q, k, v = p[layer + 'self_attn.qkv_proj.weight'].chunk(3)
                h = rms_norm(h + attention(h, q, k, v, p[layer + 'self_attn.o_proj.weight'], c['numHeads'], self.table))
            h = rms_norm(h + swiglu(h, *halves('mlp')))
        return h

    def embed(self, inputs, rows):
        c, p = self.c, self.p
        prefix = F.pad(rows, (0, c['puzzleEmbLen'] * c['hiddenSize'] - c['puzzleEmbNdim'])).reshape(len(rows), c['puzzleEmbLen'], -1)
        x = torch.cat((prefix, p['embed_tokens.embedding_weight'][inputs]), 1)
        if c['posEncodings'] == 'learned':
            x = (x + p['embed_pos.embedding_weight']) / math.sqrt(2)
        return math.sqrt(c['hiddenSize']) * x

    def recurse(self, x, z):
        """One supervision step: all updates in a list of functions, of which the last few keep their gradient."""
        n, T, kind = self.c['lCycles'], self.c['hCycles'], self.c['recursion']
        net_l = lambda *a: self.level('L_level', *a)
        net_h = lambda *a: self.level('H_level', *a)
        z = dict(z)

        def write(name, f):
            return lambda: z.__setitem__(name, f())

        total = lambda: sum(z[f'L{i}'] for i in range(1, 7))
        one = dict(
            trm=[write('L', lambda: net_l(z['L'], z['H'] + x))] * n + [write('H', lambda: net_l(z['H'], z['L']))],
            singleZ=[write('L', lambda: net_l(z['L'], x))] * n + [write('L', lambda: net_l(z['L']))],
            hier6=[write(f'L{i + 1}', lambda: net_l(total(), z['H'] + x)) for i in range(n)] + [write('H', lambda: net_l(z['H'], total()))],
            hrm=[write('L', lambda: net_l(z['L'], z['H'] + x))] * n + [write('H', lambda: net_h(z['H'], z['L']))],
            transformer=[write('H', lambda: net_h(z['H'], x))],
        )[kind]
        updates = one * (1 if kind == 'transformer' else T)
        graded = 2 if kind == 'hrm' else len(one)
        with torch.no_grad():
            for update in updates[:-graded]:
                update()
        for update in updates[-graded:]:
            update()
        return z

    def heads(self, z):
        answer = z[latents(self.c)[0]]
        q = answer[:, 0] @ self.p['q_head.weight'].T + self.p['q_head.bias']
        return answer[:, self.c['puzzleEmbLen']:] @ self.p['lm_head.weight'].T, q

    def initial(self, batch):
        length = self.c['seqLen'] + self.c['puzzleEmbLen']
        return {name: self.p[f'{name}_init'].expand(batch, length, -1) for name in latents(self.c)}


def losses(logits, q, labels, target=None):
    valid = labels > 0
    exact = ((logits.argmax(-1) == labels) | ~valid).all(-1).double()
    lm = (stablemax_cross_entropy(logits, labels).sum(-1) / valid.sum(-1)).mean()
    halt = F.binary_cross_entropy_with_logits(q[:, 0], exact)
    go_on = F.binary_cross_entropy_with_logits(q[:, 1], target) if target is not None else torch.tensor(0.0)
    return dict(total=lm + 0.5 * (halt + go_on), lm=lm, qHalt=halt, qContinue=go_on), exact


def summary(t):
    """The size, the beginning, and a product with fixed random numbers, which notices any exchange."""
    t = t.detach()
    return dict(shape=list(t.shape), l2=float(t.norm()), dot=float((t * fill(t.shape, 1, 77)).sum()), head=t.reshape(-1)[:8].tolist())


def supervision_step(name, c, batch=3):
    p = weights(c)
    model = Model(c, p)
    inputs, labels = puzzles(batch, c['seqLen'])
    identifiers = [2, 0, 2]
    rows = p[PREFIX + 'puzzle_emb.weights'][identifiers].clone().requires_grad_()
    start = model.initial(batch)
    x = model.embed(inputs, rows)
    once = model.level('H_level' if c['recursion'] == 'transformer' else 'L_level', start[latents(c)[-1]], start[latents(c)[0]])
    z = model.recurse(x, start)
    logits, q = model.heads(z)
    target = None
    if c['actContinue']:
        with torch.no_grad():
            _, later = model.heads(model.recurse(x, {k: v.detach() for k, v in z.items()}))
            target = torch.sigmoid(later[:, 0] if c['haltMaxSteps'] <= 1 else torch.maximum(later[:, 0], later[:, 1]))
    loss, exact = losses(logits, q, labels, target)
    loss['total'].backward()
    return dict(
        name=name, config=c, inputs=inputs.tolist(), labels=labels.tolist(), puzzleIdentifiers=identifiers, netOnce=summary(once),
        embedding=summary(x), latents={'z' + k: summary(v) for k, v in z.items()}, logits=logits.detach().reshape(-1).tolist(),
        q=q.detach().tolist(), loss={k: float(v) for k, v in loss.items()},
        gradients={k: summary(v.grad) for k, v in p.items() if v.requires_grad}, puzzleGradient=summary(rows.grad),
        parameters=sum(v.numel() for v in p.values() if v.requires_grad),
    )


def carry(name, c, batch=4, steps=5):
    """The carry over several batches, with heads that halt some rows and not others, and the least distance of a decision from its edge."""
    p = weights(c)
    p[PREFIX + 'q_head.bias'] = torch.tensor([-0.25, 0.0])
    model = Model(c, p)
    z, count = model.initial(batch), [0] * batch
    halted, current = [True] * batch, [None] * batch
    trace, margin = [], math.inf
    with torch.no_grad():
        for step in range(steps):
            inputs, labels = puzzles(batch, c['seqLen'], seed=50 + step)
            fresh = model.initial(batch)
            for row in range(batch):
                if halted[row]:
                    z = {k: torch.cat((v[:row], fresh[k][row:row + 1], v[row + 1:])) for k, v in z.items()}
                    count[row], current[row] = 0, (step, inputs[row])
            x = model.embed(torch.stack([cells for _, cells in current]), p[PREFIX + 'puzzle_emb.weights'][[0] * batch])
            z = model.recurse(x, z)
            _, q = model.heads(z)
            count = [n + 1 for n in count]
            halted = [n >= c['haltMaxSteps'] or bool(q[row, 0] > 0) for row, n in enumerate(count)]
            margin = min(margin, float(q[:, 0].abs().min()))
            trace.append(dict(steps=list(count), halted=[int(h) for h in halted], batchOfRow=[born for born, _ in current], qHalt=q[:, 0].tolist()))
    return dict(name=name, config=c, seeds=[50 + s for s in range(steps)], margin=margin, trace=trace)


mlp = dict(mixer='mlp', posEncodings='none')
small = dict(ffMultiple=8, hiddenSize=16)
steps = [
    supervision_step('attention T=1 n=2', config(hCycles=1, lCycles=2)),
    supervision_step('attention T=3 n=6', config()),
    supervision_step('mlp T=1 n=2', config(hCycles=1, lCycles=2, **mlp)),
    supervision_step('mlp T=2 n=2', config(hCycles=2, lCycles=2, **mlp)),
    supervision_step('mlp T=3 n=6', config(**mlp)),
    supervision_step('learned positions', config(hCycles=2, lCycles=2, posEncodings='learned', **small)),
    supervision_step('singleZ', config(hCycles=2, lCycles=2, recursion='singleZ', **small)),
    supervision_step('hier6', config(hCycles=2, lCycles=4, recursion='hier6', **small)),
    supervision_step('hrm', config(hCycles=2, lCycles=2, recursion='hrm', lLayers=2, hLayers=1, actContinue=True, **small)),
    supervision_step('transformer', config(hCycles=1, lCycles=1, recursion='transformer', lLayers=0, hLayers=3, actContinue=True, **small)),
]
result = dict(steps=steps, carry=[carry('attention', config(hCycles=1, lCycles=2, haltMaxSteps=3, **small))])
for c in result['carry']:
    print(c['name'], 'margin', c['margin'], [t['halted'] for t in c['trace']], [t['steps'] for t in c['trace']])
(here / 'conformance.json').write_text(json.dumps(result) + '\n')
