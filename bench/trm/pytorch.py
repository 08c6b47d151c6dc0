"""The other side of compare.mjs: the same training step in eager PyTorch. Answers every line on its input with a line of JSON.

A step is one supervision step of TRM and one update, as the published training does it: T - 1 recursions without a gradient, one with, stablemax
cross-entropy and half the binary cross-entropy of halting, AdamATan2 and the average of the weights, each over all tensors at once (foreach).
"""
import json
import math
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

setup = json.loads(sys.stdin.readline())
torch.set_num_threads(setup['threads'])
torch.set_num_interop_threads(1)
c = setup['config']
dim, heads = c['hiddenSize'], c['numHeads']
batch, length = setup['batch'], c['seqLen']
raw = np.fromfile(setup['weights'], np.float32)
state, at = {}, 0
for name, shape in setup['shapes']:
    size = math.prod(shape)
    state[name.removeprefix('model.inner.')] = torch.from_numpy(raw[at:at + size].reshape(shape).copy())
    at += size
initial = {name: state.pop(name) for name in ('H_init', 'L_init')}
params = {name: torch.nn.Parameter(value) for name, value in state.items()}
inputs, labels = (torch.tensor(setup[key]).reshape(batch, length) for key in ('inputs', 'labels'))

frequency = 10000.0 ** (-torch.arange(0, dim // heads, 2).float() / (dim // heads))
angle = torch.outer(torch.arange(length).float(), frequency)
cos, sin = (f(torch.cat((angle, angle), -1)) for f in (torch.cos, torch.sin))


def rotate(x):
    left, right = x.chunk(2, -1)
    return x * cos + torch.cat((-right, left), -1) * sin


def norm(x):
    return F.rms_norm(x, (dim,), eps=1e-5)


def net(h, injection):
    h = h + injection
    for i in range(c['lLayers']):
        p = f'L_level.layers.{i}.'
        qkv = F.linear(h, params[p + 'self_attn.qkv_proj.weight']).view(batch, length, 3, heads, dim // heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(rotate(q), rotate(k), v)
        h = norm(h + F.linear(a.transpose(1, 2).reshape(batch, length, dim), params[p + 'self_attn.o_proj.weight']))
        gate, up = F.linear(h, params[p + 'mlp.gate_up_proj.weight']).chunk(2, -1)
        h = norm(h + F.linear(F.silu(gate) * up, params[p + 'mlp.down_proj.weight']))
    return h


def recurse(x, y, z):
    for _ in range(c['lCycles']):
        z = net(z, y + x)
    return net(y, z), z


ps = list(params.values())
means, squares, averages = ([torch.zeros_like(p) for p in ps] for _ in range(3))
for average, p in zip(averages, ps):
    average.copy_(p.detach())
lr, decay, b1, b2, steps = setup['learningRate'], setup['weightDecay'], 0.9, 0.95, 0


@torch.no_grad()
def update():
    gradients = [p.grad for p in ps]
    torch._foreach_mul_(ps, 1 - lr * decay)
    torch._foreach_lerp_(means, gradients, 1 - b1)
    torch._foreach_mul_(squares, b2)
    torch._foreach_addcmul_(squares, gradients, gradients, 1 - b2)
    roots = torch._foreach_sqrt(squares)
    torch._foreach_div_(roots, math.sqrt(1 - b2**steps))
    torch._foreach_add_(ps, [torch.atan2(m, r) for m, r in zip(means, roots)], alpha=-lr / (1 - b1**steps))
    torch._foreach_lerp_(averages, ps, 0.001)
    for p in ps:
        p.grad = None


def embed():
    return F.embedding(inputs, params['embed_tokens.embedding_weight']) * math.sqrt(dim)


carry = [initial[name].expand(batch, length, dim).contiguous() for name in ('H_init', 'L_init')]
halted, count = torch.ones(batch, dtype=torch.bool), torch.zeros(batch, dtype=torch.int)


def step():
    global carry, halted, count, steps
    steps += 1
    y, z = (torch.where(halted.view(-1, 1, 1), initial[n], s) for n, s in zip(('H_init', 'L_init'), carry))
    count = torch.where(halted, 0, count) + 1
    with torch.no_grad():
        x = embed()
        for _ in range(c['hCycles'] - 1):
            y, z = recurse(x, y, z)
    y, z = recurse(embed(), y, z)
    logits = F.linear(y, params['lm_head.weight'])
    q = F.linear(y[:, 0], params['q_head.weight'], params['q_head.bias'])
    s = torch.where(logits < 0, 1 / (1 - logits.clamp(max=0)), logits.clamp(min=0) + 1)
    chosen = s.gather(-1, labels[..., None])[..., 0]
    lm = (s.sum(-1).log() - chosen.log()).mean(-1).mean()
    with torch.no_grad():
        exact = (logits.argmax(-1) == labels).all(-1).float()
    loss = lm + 0.5 * F.binary_cross_entropy_with_logits(q[:, 0], exact)
    loss.backward()
    update()
    carry = [y.detach(), z.detach()]
    halted = (count >= c['haltMaxSteps']) | (q[:, 0].detach() > 0)
    return float(loss.detach())


print(json.dumps(dict(version=torch.__version__)), flush=True)
for _ in sys.stdin:
    begin = time.perf_counter()
    loss = step()
    print(json.dumps(dict(milliseconds=1000 * (time.perf_counter() - begin), loss=loss)), flush=True)
