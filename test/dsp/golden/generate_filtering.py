"""Golden values for filtering, computed by SciPy: .venv/bin/python test/dsp/golden/generate_filtering.py"""

import json
from pathlib import Path

import numpy as np
from scipy import signal

rng = np.random.default_rng(5)


def filters():
    yield signal.butter(1, 0.3)
    yield signal.butter(4, 0.2)
    yield signal.ellip(5, 1, 60, 0.3)
    yield signal.cheby2(6, 50, [0.2, 0.4], btype="band")
    yield signal.firwin(9, 0.4), [1.0]
    yield [1.0, 0.5], [2.0, -0.4, 0.1]


def lists(values):
    return np.asarray(values).tolist()


def zero_phase():
    for b, a in filters():
        x = rng.standard_normal(60) + 3
        found = {"b": lists(b), "a": lists(a), "x": lists(x), "zi": lists(signal.lfilter_zi(b, a)), "pads": []}
        for options in ({}, {"padtype": "even"}, {"padtype": "constant", "padlen": 10}, {"padtype": None}, {"padlen": 0}):
            found["pads"].append({"options": {"padType" if k == "padtype" else "padLen": v for k, v in options.items()}, "y": lists(signal.filtfilt(b, a, x, **options))})
        found["gust"] = lists(signal.filtfilt(b, a, x, method="gust"))
        found["gust15"] = lists(signal.filtfilt(b, a, x, method="gust", irlen=15))
        yield found


def sections():
    for sos in (signal.butter(7, 0.1, output="sos"), signal.ellip(6, 0.5, 70, [0.3, 0.5], btype="stop", output="sos"), signal.cheby1(13, 1, 0.8, output="sos")):
        x = rng.standard_normal(120)
        zi = rng.standard_normal((len(sos), 2))
        y, zf = signal.sosfilt(sos, x, zi=zi)
        yield {"sos": lists(sos), "x": lists(x), "zi": lists(zi), "y": lists(y), "zf": lists(zf), "steady": lists(signal.sosfilt_zi(sos)), "rest": lists(signal.sosfilt(sos, x)),
               "filtfilt": lists(signal.sosfiltfilt(sos, x)), "even": lists(signal.sosfiltfilt(sos, x, padtype="even", padlen=20))}


def responses():
    for b, a in (signal.butter(3, 10, analog=True), signal.ellip(4, 1, 40, [2, 20], btype="band", analog=True), ([1.0], [1.0, 0.0]), ([1.0, 2.0], [1.0])):
        for options in ({}, {"worN": 17}, {"worN": [0.1, 1, 30]}):
            w, h = signal.freqs(b, a, **options)
            asked = options.get("worN")
            ours = {} if asked is None else {("w" if isinstance(asked, list) else "n"): asked}
            yield {"b": lists(b), "a": lists(a), "options": ours, "w": lists(w), "re": lists(h.real), "im": lists(h.imag)}


def spectra():
    for taps in (5, 16, 17, 40, 101):
        b = rng.standard_normal(taps)
        for n, whole in ((64, False), (128, True), (1024, False), (100, False)):
            w, h = signal.freqz(b, 1, n, whole=whole)
            yield {"b": lists(b), "n": n, "whole": whole, "w": lists(w[::7]), "re": lists(h.real[::7]), "im": lists(h.imag[::7])}


golden = {"zeroPhase": list(zero_phase()), "sections": list(sections()), "responses": list(responses()), "spectra": list(spectra())}
Path(__file__).with_name("filtering.json").write_text(json.dumps(golden) + "\n")
