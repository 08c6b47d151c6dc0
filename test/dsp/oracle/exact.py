"""IIR designs in arbitrary precision, by mpmath: the judge where two computations in double precision differ.

The formulas are the textbook's (Parks & Burrus, Digital Filter Design, chapter 7; Orfanidis, Lecture Notes on Elliptic Filter Design), with 60
digits and without regard for cancellation: that is what so many digits are for.
"""

from mpmath import acosh, asin, asinh, atan, cos, cosh, ellipf, ellipfun, ellipk, exp, fac, findroot, log, mp, mpc, mpf, mfrom, pi, polyroots, power, sin, sinh, sqrt, tan

mp.dps = 60


def product(values):
    result = mpf(1)
    for value in values:
        result *= value
    return result


def unit_gain(z, p):
    return (product(-pole for pole in p) / product(-zero for zero in z)).real


def angles(order):
    return [pi * (2 * i + 1 - order) / (2 * order) for i in range(order)]


def excess(decibel):
    return power(10, mpf(decibel) / 10) - 1


def butter(order):
    return [], [-exp(1j * angle) for angle in angles(order)], mpf(1)


def cheby1(order, rp):
    lowest = 1 / sqrt(1 + excess(rp))
    if order == 0:
        return [], [], lowest
    mu = asinh(1 / sqrt(excess(rp))) / order
    p = [-sinh(mu + 1j * angle) for angle in angles(order)]
    return [], p, unit_gain([], p) * (lowest if order % 2 == 0 else 1)


def cheby2(order, rs):
    if order == 0:
        return [], [], mpf(1)
    mu = asinh(sqrt(excess(rs))) / order
    z = [1j / sin(angle) for i, angle in enumerate(angles(order)) if 2 * i + 1 != order]
    p = [-1 / sinh(mu + 1j * angle) for angle in angles(order)]
    return z, p, unit_gain(z, p)


def ellip(order, rp, rs):
    lowest = 1 / sqrt(1 + excess(rp))
    if order == 0:
        return [], [], lowest
    epsilon = sqrt(excess(rp))
    if order == 1:
        return [], [mpc(-1 / epsilon)], 1 / epsilon
    d = excess(rp) / excess(rs)
    m = mfrom(q=exp(-pi * ellipk(1 - d) / ellipk(d) / order))
    K = ellipk(m)
    v = K * ellipf(atan(1 / epsilon), 1 - d) / (order * ellipk(d))
    sv, cv, dv = (ellipfun(kind, v, 1 - m) for kind in ("sn", "cn", "dn"))
    z, p = [], []
    for j in range(1 - order % 2, order, 2):
        s, c, dn = (ellipfun(kind, j * K / order, m) for kind in ("sn", "cn", "dn"))
        pole = -(c * dn * sv * cv + 1j * s * dv) / (1 - (dn * sv) ** 2)
        p.append(pole)
        if j == 0:
            continue
        p.append(pole.conjugate())
        z += [1j / (sqrt(m) * s), -1j / (sqrt(m) * s)]
    return z, p, unit_gain(z, p) * (lowest if order % 2 == 0 else 1)


def bessel(order, norm):
    if order == 0:
        return [], [], mpf(1)
    c = [fac(2 * order - k) / (power(2, order - k) * fac(k) * fac(order - k)) for k in range(order, -1, -1)]
    p = polyroots(c, maxsteps=500, extraprec=400)
    if norm == "phase":
        scale = power(c[-1], -mpf(1) / order)
    elif norm == "delay":
        scale = mpf(1)
    else:
        scale = 1 / findroot(lambda w: sum(log(abs(1j * w - pole)) - log(abs(pole)) for pole in p) - log(mpf(2)) / 2, 1.5 if order < 3 else sqrt((2 * order - 1) * log(mpf(2))))
    p = [mpc(pole * scale) for pole in p]
    return [], p, unit_gain([], p)


def lowpass(z, p, k, wo):
    return [zero * wo for zero in z], [pole * wo for pole in p], k * wo ** (len(p) - len(z))


def highpass(z, p, k, wo):
    gain = (product(-zero for zero in z) / product(-pole for pole in p)).real
    return [wo / zero for zero in z] + [mpc(0)] * (len(p) - len(z)), [wo / pole for pole in p], k * gain


def pairs(halves, wo2):
    return [half + sign * sqrt(half * half - wo2) for half in halves for sign in (1, -1)]


def bandpass(z, p, k, wo2, bw):
    degree = len(p) - len(z)
    return pairs([zero * bw / 2 for zero in z], wo2) + [mpc(0)] * degree, pairs([pole * bw / 2 for pole in p], wo2), k * bw**degree


def bandstop(z, p, k, wo2, bw):
    gain = (product(-zero for zero in z) / product(-pole for pole in p)).real
    centre = [1j * sqrt(wo2), -1j * sqrt(wo2)] * (len(p) - len(z))
    return pairs([bw / 2 / zero for zero in z], wo2) + centre, pairs([bw / 2 / pole for pole in p], wo2), k * gain


def bilinear(z, p, k):
    """At a rate of 2: s = 4 (z − 1)/(z + 1)."""
    gain = (product(4 - zero for zero in z) / product(4 - pole for pole in p)).real
    return [(4 + zero) / (4 - zero) for zero in z] + [mpc(-1)] * (len(p) - len(z)), [(4 + pole) / (4 - pole) for pole in p], k * gain


def design(ftype, order, wn, kind="lowpass", analog=False, fs=None, rp=None, rs=None, norm="phase"):
    """Zeros, poles and gain with 60 digits of the design for these very doubles."""
    z, p, k = {
        "butter": lambda: butter(order), "cheby1": lambda: cheby1(order, rp), "cheby2": lambda: cheby2(order, rs),
        "ellip": lambda: ellip(order, rp, rs), "bessel": lambda: bessel(order, norm),
    }[ftype]()
    edges = [mpf(edge) for edge in (wn if isinstance(wn, (list, tuple)) else [wn])]
    if not analog:
        edges = [4 * tan(pi * edge / mpf(fs or 2)) for edge in edges]
    if kind in ("lowpass", "highpass"):
        z, p, k = (lowpass if kind == "lowpass" else highpass)(z, p, k, edges[0])
    else:
        z, p, k = (bandpass if kind == "bandpass" else bandstop)(z, p, k, edges[0] * edges[1], edges[1] - edges[0])
    return (z, p, k) if analog else bilinear(z, p, k)


def zpk(*args, **options):
    """The same, rounded to doubles."""
    z, p, k = design(*args, **options)
    return [complex(zero) for zero in z], [complex(pole) for pole in p], float(k)


def magnitude(w, *args, **options):
    """|H| at frequencies in the unit of the edges."""
    z, p, k = design(*args, **options)
    found = []
    for frequency in w:
        omega = mpf(frequency)
        s = 1j * omega if options.get("analog") else exp(2j * pi * omega / mpf(options.get("fs") or 2))
        value = mpc(k)
        for i in range(max(len(z), len(p))):
            value *= (s - z[i] if i < len(z) else 1) / (s - p[i] if i < len(p) else 1)
        found.append(float(abs(value)))
    return found


def order(name, selectivity, gpass, gstop):
    """The order, not rounded, for which the prototype falls from gpass to gstop between 1 and `selectivity`."""
    ratio, s = excess(gstop) / excess(gpass), mpf(selectivity)
    if name == "buttord":
        return log(ratio) / (2 * log(s))
    if name != "ellipord":
        return acosh(sqrt(ratio)) / acosh(s)
    return ellipk(1 / s**2) * ellipk(1 - 1 / ratio) / (ellipk(1 - 1 / s**2) * ellipk(1 / ratio))


def minimum_phase(h):
    """Taps of the same magnitude with all zeros inside the circle, from the roots of the polynomial."""
    roots = polyroots([mpf(tap) for tap in h], maxsteps=2000, extraprec=2000)
    inside = [root if abs(root) <= 1 else 1 / root.conjugate() for root in roots]
    c = [mpc(1)]
    for root in inside:
        c = [a - root * b for a, b in zip(c + [mpc(0)], [mpc(0)] + c)]
    gain = abs(mpf(h[0])) * product(abs(root) for root in roots if abs(root) > 1)
    return [float((gain * value).real) for value in c]


def least_squares_excess(h, other, bands, desired, weight=None, fs=2):
    """By how much the integral of the squared error over the bands is larger for the taps h than for the other ones, as part of that of the gain."""
    from mpmath import sinpi

    edges = [2 * mpf(edge) / mpf(fs) for edge in bands]
    parts = [(edges[i], edges[i + 1], mpf(desired[i]), mpf(desired[i + 1]), mpf(weight[i // 2] if weight else 1)) for i in range(0, len(edges), 2)]

    def cosine(n):
        return sum(w * (v - u if n == 0 else (sinpi(n * v) - sinpi(n * u)) / (n * pi)) for u, v, _, _, w in parts)

    def error(taps):
        middle = len(taps) // 2
        c = [mpf(taps[middle])] + [2 * mpf(taps[middle - n]) for n in range(1, middle + 1)]
        square = sum(c[i] * c[j] * (moments[i + j] + moments[abs(i - j)]) / 2 for i in range(len(c)) for j in range(len(c)))
        return square - 2 * sum(c[n] * mixed[n] for n in range(len(c))) + constant

    size = len(h) // 2
    moments = [cosine(n) for n in range(2 * size + 1)]
    mixed, constant = [mpf(0)] * (size + 1), mpf(0)
    for u, v, gu, gv, w in parts:
        slope = (gv - gu) / (v - u)
        line = lambda f: gu + slope * (f - u)  # noqa: E731
        constant += w * (v - u) * (gu * gu + gu * gv + gv * gv) / 3
        mixed[0] += w * (v - u) * (gu + gv) / 2
        for n in range(1, size + 1):
            primitive = lambda f: line(f) * sinpi(n * f) / (n * pi) + slope * cos(n * pi * f) / (n * pi) ** 2  # noqa: E731, B023
            mixed[n] += w * (primitive(v) - primitive(u))
    return float((error(h) - error(other)) / constant)


def group_delay(b, a, w):
    """In samples, at frequencies in radians per sample."""
    b, a = [mpf(value) for value in b], [mpf(value) for value in a]

    def delay(c, omega):
        terms = [value * exp(-1j * n * omega) for n, value in enumerate(c)]
        return (sum(n * term for n, term in enumerate(terms)) / sum(terms)).real

    return [float(delay(b, mpf(omega)) - delay(a, mpf(omega))) for omega in w]


def tf2zpk(b, a):
    """Zeros, poles and gain of B/A, polynomials in descending powers."""
    roots = lambda c: [complex(root) for root in polyroots([mpf(value) for value in c], maxsteps=500, extraprec=500)] if len(c) > 1 else []  # noqa: E731
    return roots(b), roots(a), b[0] / a[0]
