"""The layers in float64 PyTorch, written from the papers' formulas, and the integer random numbers that both sides fill their inputs with."""
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def mulberry32(seed):
    """Uniform numbers in [0, 1); the same in every language with 32-bit integers."""
    state, mask = seed & 0xFFFFFFFF, 0xFFFFFFFF
    while True:
        state = (state + 0x6D2B79F5) & mask
        t = ((state ^ (state >> 15)) * (state | 1)) & mask
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & mask)) & mask
        yield ((t ^ (t >> 14)) & mask) / 2**32


def fill(shape, std, seed):
    """Uniform numbers of the given standard deviation. Rounded to float32, so that both sides begin with the same."""
    uniform = mulberry32(seed)
    values = [(2 * next(uniform) - 1) * math.sqrt(3) * std for _ in range(math.prod(shape))]
    return torch.tensor(values).float().double().reshape(shape)


def rms_norm(x):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + 1e-5)


def swiglu(x, gate, up, down):
    return (F.silu(x @ gate.T) * (x @ up.T)) @ down.T


def rotary_table(length, head_dim, theta=10000.0):
    frequency = theta ** (-torch.arange(0, head_dim, 2) / head_dim)
    angle = torch.outer(torch.arange(length).double(), frequency)
    angle = torch.cat((angle, angle), -1)
    return angle.cos(), angle.sin()


def rotate(x, table):
    """x: [..., length, head_dim]; the pairs are (i, i + head_dim/2): a complex number each."""
    half = x.shape[-1] // 2
    z = torch.complex(x[..., :half], x[..., half:])
    turned = z * torch.complex(table[0][:, :half], table[1][:, :half])
    return torch.cat((turned.real, turned.imag), -1)


def attention(x, query, key, value, output, num_heads, table=None):
    batch, length, dim = x.shape
    q, k, v = ((x @ w.T).reshape(batch, length, num_heads, -1).transpose(1, 2) for w in (query, key, value))
    if table:
        q, k = rotate(q, table), rotate(k, table)
    mixed = F.scaled_dot_product_attention(q, k, v)
    return mixed.transpose(1, 2).reshape(batch, length, dim) @ output.T


def stablemax_cross_entropy(logits, labels):
    """Of every cell; 0 where the label is not positive."""
    s = torch.where(logits < 0, 1 / (1 - torch.where(logits < 0, logits, 0)), logits + 1)
    chosen = s.gather(-1, labels.clamp(min=0)[..., None])[..., 0]
    return torch.where(labels > 0, s.sum(-1).log() - chosen.log(), torch.zeros_like(chosen))
