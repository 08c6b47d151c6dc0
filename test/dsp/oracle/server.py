"""Answers calls of SciPy, one JSON object a line: {"f": "signal.butter", "args": [4, 0.3], "kwargs": {"output": "zpk"}} on standard input, {"y": …} or
{"error": …} on standard output. A list that begins with a string is a tuple (a window); {"re": […], "im": […]} is an array of complex numbers."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import scipy
from scipy import linalg, signal

sys.path.insert(0, str(Path(__file__).parent))
import exact  # noqa: E402

warnings.simplefilter("ignore")


def decode(value):
    if isinstance(value, list):
        items = [decode(item) for item in value]
        return tuple(items) if items and isinstance(items[0], str) else items
    if isinstance(value, dict):
        return np.asarray(value["re"], dtype=float) + 1j * np.asarray(value["im"], dtype=float)
    return value


def encode(value):
    if isinstance(value, (tuple, list)) and not all(isinstance(item, (int, float, complex)) for item in value):
        return [encode(item) for item in value]
    array = np.asarray(value)
    if array.dtype.kind == "c":
        return {"re": array.real.tolist(), "im": array.imag.tolist()}
    return array.tolist()


def finite(value):
    """JSON has no NaN and no infinity."""
    if isinstance(value, list):
        return [finite(item) for item in value]
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    return str(value) if isinstance(value, float) and not np.isfinite(value) else value


def direct_convolve(x, h, mode):
    return signal.convolve(x, h, mode, method="direct")


ROOTS = {"signal": signal, "exact": exact, "scipy": scipy, "special": scipy.special, "linalg": linalg, "np": np}


def call(name, args, kwargs):
    root, _, path = name.partition(".")
    function = direct_convolve if name == "convolve" else getattr(ROOTS[root], path)
    if not callable(function):
        return function
    return function(*map(decode, args), **{key: decode(item) for key, item in kwargs.items()})


for line in sys.stdin:
    request = json.loads(line)
    try:
        with np.errstate(all="ignore"):
            answer = {"y": finite(encode(call(request["f"], request.get("args", []), request.get("kwargs", {}))))}
    except Exception as error:  # the caller is told, and goes on
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer, allow_nan=False), flush=True)
