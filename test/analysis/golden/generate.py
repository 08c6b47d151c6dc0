"""Golden values for test/analysis, by SciPy and by brute force: .venv/bin/python test/analysis/golden/generate.py (seconds)

Values are multiples of 1/64, so that sums have no rounding and equal ones are equal in every program. Holm's p-values come from the closure
principle: the largest Bonferroni p-value of all sets of tests that a test is in.
"""

import itertools
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(7)


def sample(n, draw):
    return np.round(64 * draw(n)) / 64


def every_resample(values, statistic):
    """The statistic of all n^n samples with replacement."""
    n = len(values)
    return np.array([statistic(np.array(draw)) for draw in itertools.product(values, repeat=n)])


def bootstrap(values, statistic, level, method):
    """SciPy's interval of exactly this distribution of resamples."""
    given = SimpleNamespace(bootstrap_distribution=every_resample(values, statistic))
    result = stats.bootstrap(
        (values,), statistic, n_resamples=0, confidence_level=level, method=method, vectorized=False, bootstrap_result=given
    )
    return [result.confidence_interval.low, result.confidence_interval.high]


def spread(x):
    return np.max(x) - np.min(x)


def bootstraps():
    for n, draw in [(3, rng.standard_normal), (4, rng.standard_exponential), (5, rng.standard_normal), (5, rng.standard_exponential)]:
        values = sample(n, draw)
        for name, statistic in [("mean", np.mean), ("spread", spread)]:
            for level in [0.8, 0.95]:
                for method in ["percentile", "BCa"]:
                    if name == "spread" and method == "BCa":
                        continue  # no resample spreads more than the sample: the bias is infinite, SciPy's answer NaN
                    interval = bootstrap(values, statistic, level, method)
                    yield {"values": values.tolist(), "statistic": name, "level": level, "method": method.lower(), "interval": interval}


def large_bootstraps():
    """Samples of which not all resamples can be drawn: the same up to the luck of 400,000 draws."""
    for n, draw in [(12, rng.standard_exponential), (40, rng.standard_normal)]:
        values = sample(n, draw)
        result = stats.bootstrap((values,), np.mean, n_resamples=400_000, batch=20_000, method="BCa", rng=np.random.default_rng(1))
        yield {"values": values.tolist(), "interval": list(result.confidence_interval), "standardError": result.standard_error}


def students():
    for n in [2, 5, 30]:
        values = sample(n, rng.standard_normal)
        for level in [0.9, 0.95, 0.99]:
            interval = stats.t.interval(level, n - 1, np.mean(values), stats.sem(values))
            yield {"values": values.tolist(), "level": level, "interval": list(interval)}


def pairs():
    for n, shift in [(2, 0.5), (5, 0), (5, 3), (8, 0.5), (12, 1)]:
        a, b = sample(n, rng.standard_normal) + shift, sample(n, rng.standard_normal)
        flips = stats.permutation_test((a, b), lambda x, y: np.mean(x - y), permutation_type="samples", n_resamples=np.inf)
        t = stats.ttest_rel(a, b)
        yield {
            "a": a.tolist(),
            "b": b.tolist(),
            "difference": np.mean(a - b),
            "signFlip": flips.pvalue,
            "t": t.pvalue,
            "interval": list(t.confidence_interval(0.95)),
        }


def closure(p):
    tests = range(len(p))
    sets = [s for size in range(1, len(p) + 1) for s in itertools.combinations(tests, size)]
    return [max(min(1, len(s) * min(p[i] for i in s)) for s in sets if test in s) for test in tests]


def holms():
    for p in [[0.01], [0.01, 0.04, 0.03], [0.5, 0.5, 0.02, 0.02], [0.9, 0.001, 0.2, 0.0125, 0.013, 0.0], rng.uniform(0, 0.1, 9).tolist()]:
        yield {"p": p, "adjusted": closure(p)}


def ranks():
    for n, levels in [(5, 64), (12, 3), (30, 5), (200, 64)]:
        x = np.round(levels * rng.standard_normal(n)) / levels
        y = np.round(levels * (0.5 * x + rng.standard_normal(n))) / levels
        result = stats.spearmanr(x, y)
        yield {"x": x.tolist(), "y": y.tolist(), "rho": result.statistic, "p": result.pvalue}


def rank_interval():
    x = np.round(2 * rng.standard_normal(40)) / 2
    y = np.round(2 * (x + rng.standard_normal(40))) / 2
    result = stats.bootstrap(
        (x, y), lambda a, b: stats.spearmanr(a, b).statistic, paired=True, vectorized=False, n_resamples=20_000, rng=np.random.default_rng(2)
    )
    return {"x": x.tolist(), "y": y.tolist(), "interval": list(result.confidence_interval), "standardError": result.standard_error}


golden = {
    "scipy": scipy.__version__,
    "bootstraps": list(bootstraps()),
    "largeBootstraps": list(large_bootstraps()),
    "students": list(students()),
    "pairs": list(pairs()),
    "holms": list(holms()),
    "ranks": list(ranks()),
    "rankInterval": rank_interval(),
}
(Path(__file__).parent / "statistics.json").write_text(json.dumps(golden) + "\n")
