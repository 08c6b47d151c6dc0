"""torchdeq's side of the comparison: one request a line on stdin, one answer a line on stdout."""

import base64
import json
import sys
import time

import numpy as np
import torch
import torchdeq
from torchdeq.grad import backward_factory
from torchdeq.solver import get_solver

torch.set_num_threads(1)
names = {'picard': 'fixed_point_iter', 'anderson': 'anderson', 'broyden': 'broyden'}
layers = {}


def array(text, shape):
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), dtype=np.float32).reshape(shape).copy())


def text(tensor):
    return base64.b64encode(tensor.detach().numpy().astype(np.float32).tobytes()).decode()


def load(request):
    shape, width = request['shape'], request['shape'][-1]
    w, x, c = array(request['w'], [width, width]), array(request['x'], shape), array(request['c'], shape)
    layers[request['layer']] = w.requires_grad_(), x.requires_grad_(), c
    return {'version': f'torchdeq {torchdeq.__version__ if hasattr(torchdeq, "__version__") else "0.1.0"}, torch {torch.__version__}'}


def run(request):
    w, x, c = layers[request['layer']]
    evaluations = 0

    def f(z):
        nonlocal evaluations
        evaluations += 1
        return torch.tanh(z @ w + x)

    options = dict(max_iter=request['maxIter'], tol=request['tol'], stop_mode='rel')
    solver = get_solver(names[request['solver']])
    start = time.perf_counter()
    with torch.no_grad():
        z, _, _ = solver(f, torch.zeros_like(x), **options)
    forward = time.perf_counter() - start
    answer = {'forward': forward * 1000, 'evaluations': evaluations}
    if request['task'] == 'gradient':
        products = 0

        def counted(func, start, **rest):
            def g(u):
                nonlocal products
                products += 1
                return func(u)

            return solver(g, start, **rest)

        gradient = backward_factory(grad_type='ift', b_solver=counted, b_solver_kwargs=options)
        w.grad = x.grad = None
        start = time.perf_counter()
        out = gradient(None, f, z)[0]
        (out * c).sum().backward()
        answer['backward'] = (time.perf_counter() - start) * 1000
        answer['products'] = products
        if request.get('values'):
            answer['gw'], answer['gx'] = text(w.grad), text(x.grad)
    if request.get('values'):
        answer['z'] = text(z)
    return answer


for line in sys.stdin:
    request = json.loads(line)
    answer = load(request) if request['task'] == 'load' else run(request)
    print(json.dumps(answer), flush=True)
