"""Golden values for test/dsp, computed by SciPy: .venv/bin/python test/dsp/golden/generate.py"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import signal, special

rng = np.random.default_rng(1)


def spec(window):
    return list(window) if isinstance(window, tuple) else window


def windows():
    plain = "boxcar triang bartlett hann hamming blackman nuttall blackmanharris flattop cosine parzen bohman barthann lanczos exponential taylor".split()
    family = [("kaiser", b) for b in (0, 0.5, 4.7, 8.6, 14, 30, 200)] + [("gaussian", s) for s in (0.8, 7)] + [("tukey", a) for a in (0, 0.25, 1)] + [
        ("general_gaussian", 1.5, 7), ("general_hamming", 0.6), ("general_cosine", [0.4, 0.5, 0.1]), ("chebwin", 60), ("chebwin", 110), ("exponential", None, 5),
        ("taylor", 5, 40), ("taylor", 3, 25, False)]
    for window in plain + family:
        for length in (1, 2, 3, 6, 7, 50, 51):
            for periodic in (False, True):
                yield {"spec": spec(window), "length": length, "periodic": periodic, "w": signal.get_window(window, length, fftbins=periodic).tolist()}


def special_windows():
    for window, lengths in ((("dpss", 2.5), (6, 7, 50, 51, 400)), (("dpss", 4), (50, 51)), (("kaiser_bessel_derived", 4), (2, 6, 50))):
        for length in lengths:
            for periodic in (False, True):
                if periodic and window[0] != "dpss":
                    continue
                yield {"spec": spec(window), "length": length, "periodic": periodic, "w": signal.get_window(window, length, fftbins=periodic).tolist()}


def firs():
    cases = [
        (1, 0.3, {}), (2, 0.3, {}), (3, 0.5, {}), (51, 0.2, {}), (50, 0.2, {}), (4001, 0.01, {}), (101, 0.001, {}), (101, 0.999, {}),
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


def filterings():
    for b, a in transfer_functions():
        x = rng.standard_normal(40)
        zi = rng.standard_normal(max(len(a), len(b)) - 1)
        y, zf = signal.lfilter(b, a, x, zi=zi)
        yield {"b": b, "a": a, "x": x.tolist(), "zi": zi.tolist(), "y0": signal.lfilter(b, a, x).tolist(), "y": y.tolist(), "zf": zf.tolist()}


def convolutions():
    for n, m in ((1, 1), (5, 3), (3, 5), (64, 64), (100, 17), (257, 31)):
        x, h = rng.standard_normal(n), rng.standard_normal(m)
        for mode in ("full", "same", "valid"):
            if mode == "same" and m > n:
                continue
            yield {"x": x.tolist(), "h": h.tolist(), "mode": mode, "y": np.convolve(x, h, mode).tolist() if mode != "same" else signal.fftconvolve(x, h, mode).tolist()}


golden = {
    "scipy": scipy.__version__,
    "windows": list(windows()) + list(special_windows()),
    "kaiserBeta": [[a, signal.kaiser_beta(a)] for a in (0, 10, 21, 21.5, 22, 30, 50, 50.5, 58.7, 80, 120, 200)],
    "kaiserAtten": [[n, w, signal.kaiser_atten(n, w)] for n, w in ((1, 1), (2, 0.1), (51, 0.05), (211, 0.0375))],
    "kaiserord": [[r, w, *map(float, signal.kaiserord(r, w))] for r, w in ((8, 1), (21, 0.2), (60, 0.2), (65, 0.048), (120, 0.04))],
    "firwin": list(firs()),
    "responses": list(responses()),
    "lfilter": list(filterings()),
    "convolutions": list(convolutions()),
    "besselI0": [[x, float(special.i0(x))] for x in (0, 1e-9, 0.1, 1, 3.7, 8, 15, 30, 100, 700)],
}
Path(__file__).with_name("scipy.json").write_text(json.dumps(golden) + "\n")
