"""Golden values for test/dsp, computed by SciPy: .venv/bin/python test/dsp/golden/generate.py"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import signal, special

def spec(window):
    return list(window) if isinstance(window, tuple) else window


def firs():
    cases = [
        (1, 0.3, {}), (2, 0.3, {}), (3, 0.5, {}), (51, 0.2, {}), (50, 0.2, {}), (801, 0.01, {}), (101, 0.001, {}), (101, 0.999, {}),
        (51, 0.3, {"pass_zero": False}), (51, 0.3, {"pass_zero": "highpass"}), (51, [0.2, 0.6], {"pass_zero": "bandpass"}),
        (50, [0.2, 0.6], {"pass_zero": "bandpass"}), (51, [0.2, 0.6], {"pass_zero": "bandstop"}), (51, [0.2, 0.6], {}),
        (101, [0.1, 0.3, 0.5, 0.8], {"pass_zero": False}), (101, [0.1, 0.3, 0.5], {}), (101, [0.1, 0.3, 0.5], {"pass_zero": False}),
        (101, 0.8, {"fs": 52.17857}), (157, [2, 5], {"fs": 52, "pass_zero": "bandpass", "window": ("kaiser", 6.0)}),
        (63, 0.4, {"window": "boxcar", "scale": False}), (63, 0.4, {"window": ("tukey", 0.3)}), (63, 0.4, {"width": 0.05}),
        (163, 5, {"width": 1.5, "fs": 48}), (63, 0.4, {"window": "blackmanharris"}), (63, [0.4, 0.7], {"pass_zero": False, "scale": False}),
    ]
    for taps, cutoff, options in cases:
        h = signal.firwin(taps, cutoff, **options)
        names = {"pass_zero": "passZero"}
        yield {"numTaps": taps, "cutoff": cutoff, "options": {names.get(k, k): spec(v) for k, v in options.items()}, "h": h.tolist()}


def transfer_functions():
    yield [1.0], [1.0]
    yield [0.1], [1, -0.9]
    yield [1, 2, 1], [4, -2, 0.5]
    yield signal.firwin(31, 0.3).tolist(), [1.0]
    for order, wn in ((1, 0.3), (4, 0.1), (8, 0.125), (6, 0.6)):
        yield [c.tolist() for c in signal.butter(order, wn)]
    yield [c.tolist() for c in signal.ellip(5, 3, 60, 0.2)]


def responses():
    for b, a in transfer_functions():
        for options in ({"worN": 16}, {"worN": 9, "whole": True}, {"worN": 16, "fs": 52.0}, {"worN": [0.1, 1.0, 3.0]}):
            w, h = signal.freqz(b, a, **options)
            _, gd = signal.group_delay((b, a), w=options["worN"], whole=options.get("whole", False), fs=options.get("fs", 2 * np.pi))
            asked = options["worN"]
            ours = {("w" if isinstance(asked, list) else "n"): asked} | {k: v for k, v in options.items() if k != "worN"}
            yield {"b": b, "a": a, "options": ours, "w": w.tolist(), "re": h.real.tolist(), "im": h.imag.tolist(), "gd": gd.tolist()}


golden = {
    "scipy": scipy.__version__,
    "firwin": list(firs()),
    "responses": list(responses()),
    "besselI0": [[x, float(special.i0(x))] for x in (0, 1e-9, 0.1, 1, 3.7, 8, 15, 30, 100, 700)],
}
Path(__file__).with_name("scipy.json").write_text(json.dumps(golden) + "\n")
