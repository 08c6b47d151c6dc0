"""SciPy's side of the comparison: answers requests, one JSON object a line, until its input ends. Arrays come and go as files of float64.

    {"given": {name: [file, shape]}, "code": "signal.…", "result": file}   makes the arrays known, keeps the code, and writes its result
    {"loops": n}                                                        runs the code n times; answers with milliseconds for each
"""

import json
import platform
import sys
import time

import numpy as np
import scipy
from scipy import signal


def seconds(call, loops):
    begin = time.perf_counter()
    for _ in range(loops):
        call()
    return time.perf_counter() - begin


def answer(message):
    print(json.dumps(message), flush=True)


answer({"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__})
call = None
for line in sys.stdin:
    request = json.loads(line)
    if "code" in request:
        arrays = {name: np.fromfile(file).reshape(shape) for name, (file, shape) in request["given"].items()}
        call = eval(f"lambda: {request['code']}", {"np": np, "signal": signal, **arrays})
        result = np.ascontiguousarray(call())
        result.view(np.float64).tofile(request["result"])
        answer({})
    else:
        answer({"milliseconds": 1000 * seconds(call, request["loops"]) / request["loops"]})
