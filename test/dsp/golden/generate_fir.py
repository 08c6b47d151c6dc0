"""Golden values for the FIR designs, computed by SciPy: .venv/bin/python test/dsp/golden/generate_fir.py"""

import json
from pathlib import Path

import numpy as np
from scipy import signal


def equiripple():
    cases = [
        (28, [0, 0.4, 0.6, 1], [1, 0], {"weight": [1, 10]}), (11, [0, 0.4, 0.6, 1], [1, 0], {}), (55, [0, 0.2, 0.3, 1], [1, 0], {"weight": [1, 11.5]}),
        (54, [0, 0.2, 0.3, 1], [1, 0], {}), (255, [0, 0.2, 0.22, 1], [1, 0], {"weight": [1, 10]}), (61, [0, 0.2, 0.3, 0.5, 0.6, 1], [0, 1, 0], {}),
        (60, [0, 0.2, 0.3, 0.5, 0.6, 1], [0, 1, 0], {"weight": [3, 1, 2]}), (41, [0, 0.4, 0.6, 1], [0, 1], {}), (73, [0, 0.1, 0.2, 0.5, 0.6, 1], [1, 0, 1], {}),
        (31, [0.1, 0.9], [1], {"type": "hilbert"}), (30, [0.1, 1], [1], {"type": "hilbert"}), (21, [0, 0.8], [1], {"type": "differentiator"}),
        (20, [0, 1], [1], {"type": "differentiator"}), (32, [0, 0.5, 0.6, 1], [1, 0], {"type": "differentiator"}), (101, [0, 5, 6, 26], [1, 0], {"fs": 52}), (401, [0, 0.3, 0.31, 1], [1, 0], {}),
        (21, [0, 0.8, 0.9, 1], [0, 1], {}), (12, [0, 0.3, 0.5, 0.8], [1, 0], {"weight": [1, 10]}),
    ]
    for taps, bands, desired, options in cases:
        h = signal.remez(taps, bands, desired, **({"fs": 2, "maxiter": 200} | options))
        yield {"numTaps": taps, "bands": bands, "desired": desired, "options": options, "h": h.tolist()}


def least_squares():
    cases = [
        (11, [0, 0.4, 0.6, 1], [1, 1, 0, 0], {}), (51, [0, 0.2, 0.3, 1], [1, 1, 0, 0], {"weight": [1, 20]}), (33, [0, 0.5, 0.5, 1], [0, 1, 0, 0], {}),
        (101, [0, 5, 6, 26], [1, 1, 0, 0], {"fs": 52}), (21, [0.1, 0.3, 0.5, 0.8], [0, 1, 1, 0.2], {}), (5, [0, 1], [1, 1], {}),
    ]
    for taps, bands, desired, options in cases:
        yield {"numTaps": taps, "bands": bands, "desired": desired, "options": options, "h": signal.firls(taps, bands, desired, **options).tolist()}


def sampled():
    cases = [
        (51, [0, 0.3, 0.6, 1], [1, 1, 0, 0], {}), (50, [0, 0.5, 1], [1, 1, 0], {}), (51, [0, 0.5, 0.5, 1], [1, 1, 0, 0], {"window": "blackman"}), (31, [0, 1], [1, 1], {"window": None}),
        (51, [0, 0.5, 1], [0, 1, 0], {"antisymmetric": True}), (50, [0, 0.5, 1], [0, 1, 1], {"antisymmetric": True}), (51, [0, 10, 25], [1, 0.5, 0], {"fs": 50, "nfreqs": 65}), (40, [0, 0.5, 1], [1, 1, 0], {"nfreqs": 100}),
    ]
    for taps, freq, gain, options in cases:
        h = signal.firwin2(taps, freq, gain, **options)
        yield {"numTaps": taps, "freq": freq, "gain": gain, "options": {{"nfreqs": "nFreqs"}.get(k, k): v for k, v in options.items()}, "h": h.tolist()}


def minimum():
    for taps in (31, 30, 101):
        h = signal.remez(taps, [0, 0.2, 0.4, 1], [1, 0], fs=2)
        squared = np.convolve(h, h[::-1])
        squared[len(h) - 1] += 1e-3  # no zeros on the circle, where the logarithm would be of a rounding error
        yield {"h": squared.tolist(), "options": {}, "taps": signal.minimum_phase(squared).tolist()}
        yield {"h": squared.tolist(), "options": {"half": False}, "taps": signal.minimum_phase(squared, half=False).tolist()}
        if taps > 40:
            continue  # lifted until it touches 0: there the logarithm is of a rounding error again
        yield {"h": squared.tolist(), "options": {"method": "hilbert"}, "taps": signal.minimum_phase(squared, method="hilbert").tolist()}


golden = {"remez": list(equiripple()), "firls": list(least_squares()), "firwin2": list(sampled()), "minimumPhase": list(minimum())}
Path(__file__).with_name("fir.json").write_text(json.dumps(golden) + "\n")
