"""Writes layers.json and optimizers.json: values and gradients of the layers and three steps of each optimiser, in float64.

Run with any Python that has PyTorch: uv run --no-project --with torch --with numpy test/nn/golden/generate.py
"""
import json
import math
import pathlib

import torch

from reference import attention, fill, rms_norm, rotary_table, rotate, stablemax_cross_entropy, swiglu

here = pathlib.Path(__file__).parent


def flat(t):
    return t.detach().reshape(-1).tolist()


def case(f, *shapes, scale=1.0):
    """f of inputs filled from the seeds 1, 2, …, and the gradients of Σ f·w for a w filled from seed 100."""
    inputs = [fill(s, scale if i == 0 else 1 / math.sqrt(s[-1]), 1 + i).requires_grad_() for i, s in enumerate(shapes)]
    y = f(*inputs)
    (y * fill(y.shape, 1, 100)).sum().backward()
    return dict(shapes=[list(s) for s in shapes], y=flat(y), gradients=[flat(x.grad) for x in inputs])


def halves_of(batch, length, dim, num_heads, width):
    """The halves of a block, and both halves of the one that mixes by an MLP over the sequence."""
    table = rotary_table(length, dim // num_heads)
    square = [(dim, dim)] * 4
    mlp = [(width, dim), (width, dim), (dim, width)]
    mixer = [(width, length), (width, length), (length, width)]
    return dict(
        attention=case(lambda x, *w: attention(x, *w, num_heads), (batch, length, dim), *square),
        rotaryAttention=case(lambda x, *w: attention(x, *w, num_heads, table), (batch, length, dim), *square),
        swiglu=case(swiglu, (batch, length, dim), *mlp),
        attentionNorm=case(lambda x, *w: rms_norm(x + attention(x, *w, num_heads)), (batch, length, dim), *square),
        rotaryAttentionNorm=case(lambda x, *w: rms_norm(x + attention(x, *w, num_heads, table)), (batch, length, dim), *square),
        swigluNorm=case(lambda x, *w: rms_norm(x + swiglu(x, *w)), (batch, length, dim), *mlp),
        mixerNorm=case(
            lambda x, *w: rms_norm(x.transpose(1, 2) + swiglu(x.transpose(1, 2), *w)).transpose(1, 2),
            (batch, length, dim), *mixer,
        ),
    )


def stablemax():
    logits = torch.tensor([[[-3, 0, 1.0, 2, -0.5], [1.0, 1.0, 1.0, 1.0, 1.0], [-1e4, 1e4, 0, -1, 1], [0, 0, 0, 0, 0.0], [3, 2, 1, 0, -1]]])
    labels = torch.tensor([[3, 2, 1, 0, -100]])
    logits.requires_grad_()
    loss = stablemax_cross_entropy(logits, labels)
    (loss * torch.tensor([1.0, 2, 3, 4, 5])).sum().backward()
    return dict(logits=flat(logits), labels=flat(labels), loss=flat(loss), weights=[1, 2, 3, 4, 5], gradient=flat(logits.grad))


def optimizers():
    """Three steps on two parameters, of which one number has no gradient at all and one only at the second step."""
    start = [fill((2, 3), 1, 1), fill((4,), 1, 2)]
    steps = [[fill((2, 3), 0.1, 10 + t), fill((4,), 10, 20 + t)] for t in range(3)]
    for t, (a, b) in enumerate(steps):
        a[0, 0] = 0
        if t != 1:
            b[2] = 0
    rate, decay = 0.01, 0.1

    def atan2(b1, b2):
        trace, ps = [], [p.clone() for p in start]
        m, v = [torch.zeros_like(p) for p in ps], [torch.zeros_like(p) for p in ps]
        for t, gradients in enumerate(steps, 1):
            for i, g in enumerate(gradients):
                m[i] = b1 * m[i] + (1 - b1) * g
                v[i] = b2 * v[i] + (1 - b2) * g**2
                angle = torch.atan2(m[i], torch.sqrt(v[i] / (1 - b2**t)))
                ps[i] = ps[i] * (1 - rate * decay) - rate * angle / (1 - b1**t)
            trace.append([flat(p) for p in ps])
        return trace

    def adamw(b1, b2):
        ps = [torch.nn.Parameter(p.clone()) for p in start]
        optimizer = torch.optim.AdamW(ps, lr=rate, betas=(b1, b2), weight_decay=decay)
        trace = []
        for gradients in steps:
            for p, g in zip(ps, gradients):
                p.grad = g
            optimizer.step()
            trace.append([flat(p) for p in ps])
        return trace

    def sign():
        table = fill((5, 3), 1, 3)
        trace = []
        for t, rows in enumerate([[1, 3, 1, 0], [4, 4, 4, 4], [2, 1, 0, 3]]):
            g = fill((4, 3), 1, 30 + t)
            for row in set(rows):
                total = sum(g[i] for i, r in enumerate(rows) if r == row)
                table[row] = table[row] * (1 - rate * decay) - rate * torch.sign(total)
            trace.append(dict(rows=rows, gradients=flat(g), table=flat(table)))
        return trace

    def average(rate):
        value = torch.cat([p.reshape(-1) for p in start])
        for gradients in steps:  # any numbers will do as the parameters of the next steps
            value = rate * value + (1 - rate) * torch.cat([g.reshape(-1) for g in gradients])
        return flat(value)

    return dict(
        learningRate=rate, weightDecay=decay, start=[flat(p) for p in start], gradients=[[flat(g) for g in gs] for gs in steps],
        adamATan2=atan2(0.9, 0.95), adamATan2Betas=atan2(0.8, 0.99), adamW=adamw(0.9, 0.95), signSGD=sign(), ema=average(0.9),
    )


cos, sin = rotary_table(7, 6)
layers = dict(
    rmsNorm=case(rms_norm, (2, 3, 5), scale=0.01),
    rotaryTable=dict(length=7, headDim=6, cos=flat(cos), sin=flat(sin)),
    rotate=case(lambda x: rotate(x, (cos, sin)), (2, 7, 6)),
    stablemax=stablemax(),
    # Length and width differ, so that an axis taken for the other shows.
    halves=halves_of(batch=2, length=5, dim=12, num_heads=3, width=8),
)
(here / 'layers.json').write_text(json.dumps(layers) + '\n')
(here / 'optimizers.json').write_text(json.dumps(optimizers()) + '\n')
