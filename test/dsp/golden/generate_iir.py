"""Golden values for the sections and coefficients of IIR designs (zeros and poles are in calls.json), selections of orders and conversions, computed by SciPy: .venv/bin/python test/dsp/golden/generate_iir.py"""

import json
from pathlib import Path

import numpy as np
from scipy import signal

TYPES = {"lowpass": "low", "highpass": "high", "bandpass": "band", "bandstop": "stop"}
EDGES = {"lowpass": [0.3, 0.002, 0.98], "highpass": [0.3, 0.002, 0.98], "bandpass": [[0.2, 0.5], [0.01, 0.012]], "bandstop": [[0.2, 0.5], [0.9, 0.99]]}
ORDERS = [1, 2, 3, 4, 5, 8]
RIPPLES = [(1, 40), (0.01, 120)]


def pairs(values):
    values = np.asarray(values, dtype=complex)
    return {"re": values.real.tolist(), "im": values.imag.tolist()}


def names(options):
    return {{"btype": "type"}.get(key, key): {v: k for k, v in TYPES.items()}.get(value, value) for key, value in options.items()}


def families(rp, rs):
    yield "butter", {}
    yield "cheby1", {"rp": rp}
    yield "cheby2", {"rs": rs}
    yield "ellip", {"rp": rp, "rs": rs}


def design(ftype, order, wn, ripples, **options):
    norm = options.pop("norm", None)
    if ftype == "bessel":
        return signal.bessel(order, wn, norm=norm or "phase", **options)
    return signal.iirfilter(order, wn, ftype=ftype, **ripples, **options)


def case(ftype, order, wn, ripples, **options):
    found = {"ftype": ftype, "order": order, "wn": wn, "options": names(options) | ripples}
    found["sos"] = design(ftype, order, wn, ripples, output="sos", **options).tolist()
    if order <= 4:
        found["b"], found["a"] = (np.asarray(c).tolist() for c in design(ftype, order, wn, ripples, output="ba", **options))
    return found


def designs():
    for order in ORDERS:
        for kind, btype in TYPES.items():
            for edge in EDGES[kind][: 1 if order in (7, 11, 20) else None]:
                for ftype, ripples in families(*RIPPLES[order % 2]):
                    if (ftype, order, kind) == ("cheby2", 1, "bandstop"):
                        continue  # SciPy has lost digits there: calls.json has those of mpmath
                    yield case(ftype, order, edge, ripples, btype=btype)
    for order in ORDERS:
        for norm in ("phase", "delay", "mag"):
            yield case("bessel", order, 1.0, {}, btype="low", analog=True, norm=norm)
        yield case("bessel", order, [0.2, 0.5], {}, btype="band", norm="mag")
    for ftype, ripples in families(1, 40):
        yield case(ftype, 5, 12.5, ripples, btype="low", analog=True)
        yield case(ftype, 4, [3, 30], ripples, btype="stop", analog=True)
        yield case(ftype, 6, [8, 12], ripples, btype="band", fs=250)


def orders():
    specs = [
        (0.2, 0.3, {}), (0.3, 0.2, {}), ([0.2, 0.5], [0.1, 0.6], {}), ([0.1, 0.6], [0.2, 0.5], {}), ([0.1, 0.62], [0.2, 0.5], {}), (0.01, 0.012, {}), (0.9, 0.95, {}),
        (10, 14, {"analog": True}), ([2, 20], [1, 40], {"analog": True}), (40, 60, {"fs": 250}), ([8, 12], [6, 15], {"fs": 250}),
    ]
    for wp, ws, options in specs:
        for gpass, gstop in ((3, 60), (0.1, 40), (1, 20)):
            for name in ("buttord", "cheb1ord", "cheb2ord", "ellipord"):
                order, wn = getattr(signal, name)(wp, ws, gpass, gstop, **options)
                yield {"name": name, "wp": wp, "ws": ws, "gpass": gpass, "gstop": gstop, "options": options, "order": int(order), "wn": np.asarray(wn).tolist()}


def conversions():
    rng = np.random.default_rng(3)
    for order in (1, 2, 3, 5, 6):
        b, a = rng.standard_normal(order + 1), np.poly(rng.uniform(-0.9, 0.9, order))
        z, p, k = signal.tf2zpk(b, a)
        A, B, C, D = signal.tf2ss(b, a)
        found = {"b": b.tolist(), "a": a.tolist(), "z": pairs(z), "p": pairs(p), "k": float(k), "A": A.tolist(), "B": B.tolist(), "C": C.tolist(), "D": D.tolist()}
        for pairing in ("nearest", "keep_odd", "minimal"):
            found[pairing] = signal.zpk2sos(z, p, k, pairing=pairing).tolist()
        found["analog"] = signal.zpk2sos(z, p, k, analog=True).tolist()
        yield found


def notches():
    for w0, Q, fs in ((0.3, 30, 2), (60, 5, 200), (0.9, 2, 2)):
        yield {"name": "iirnotch", "w0": w0, "Q": Q, "options": {"fs": fs}} | dict(zip("ba", map(list, signal.iirnotch(w0, Q, fs))))
        yield {"name": "iirpeak", "w0": w0, "Q": Q, "options": {"fs": fs}} | dict(zip("ba", map(list, signal.iirpeak(w0, Q, fs))))
    for ftype in ("notch", "peak"):
        for pass_zero in (False, True):
            b, a = signal.iircomb(20, 30, ftype=ftype, fs=200, pass_zero=pass_zero)
            yield {"name": "iircomb", "w0": 20, "Q": 30, "options": {"fs": 200, "ftype": ftype, "passZero": pass_zero}, "b": list(b), "a": list(a)}


golden = {"designs": list(designs()), "orders": list(orders()), "conversions": list(conversions()), "notches": list(notches())}
Path(__file__).with_name("iir.json").write_text(json.dumps(golden) + "\n")
