"""The coefficients of `half_cosine`, `exp2` and `log2` in src/math/, and the exact values they are tested against.
`pip install mpmath`, then run: prints the coefficients and the largest error of the half-cosine.
`--table` prints tests/data/kernels.csv, `--shapes` tests/data/shapes.csv.

sin^2(pi/2 v) = w P(w) with w = v^2 in 0..=1/4: P is interpolated at Chebyshev nodes in 50 digits and rounded to
doubles. The last coefficient is then raised by 1.2e-11 (1e-16 of the result at most), so that the middle of the wave is
exactly one half.

log2(1 + r) = r/ln(2) + r^2 P(r) for |r| up to 0.0047, and 2^f = 1 + f Q(f) for |f| up to 1/128: P and Q are interpolated in the
same manner.
"""

import sys

from mpmath import cos, expm1, log, mp, mpf, nstr, pi, sin, sqrt, tanh

mp.dps = 50
TERMS = 9


def interpolated(function, begin, end, terms):
    """The polynomial through `function` at Chebyshev nodes in begin..=end, lowest power first."""
    waves = [cos(pi * (2 * k + 1) / (2 * terms)) for k in range(terms)]
    nodes = [(begin + end) / 2 + (end - begin) / 2 * wave for wave in waves]
    table = [function(node) for node in nodes]
    for j in range(1, terms):  # divided differences
        for i in range(terms - 1, j - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - j])
    powers = [mpf(0)]
    for node, value in zip(reversed(nodes), reversed(table)):
        powers = [s - node * p for s, p in zip([mpf(0)] + powers, powers + [mpf(0)])]
        powers[0] += value
    return [float(c) for c in powers[:terms]]


def coefficients():
    rounded = interpolated(lambda w: sin(pi / 2 * sqrt(w)) ** 2 / w, mpf(0), mpf(1) / 4, TERMS)
    rounded[-1] += 1.2e-11
    return rounded


def coefficients_of_log2(terms):
    end = mpf("0.0047")
    curvature = lambda r: (log(1 + r) - r) / r**2 if abs(r) > 1e-9 else -mpf(1) / 2 + r / 3 - r**2 / 4
    return interpolated(lambda r: curvature(r) / log(2), -end, end, terms)


def half_cosine(u, v, c):
    near = v if v <= 0.5 else u
    w = near * near
    w2 = w * w
    w4 = w2 * w2
    low = (c[0] + c[1] * w) + (c[2] + c[3] * w) * w2
    high = (c[4] + c[5] * w) + (c[6] + c[7] * w) * w2
    p = low + (high + c[8] * w4) * w4
    return w * p if v <= 0.5 else 1.0 - w * p


def coefficients_of_exp2():
    end = mpf(1) / 128
    return interpolated(lambda f: expm1(f * log(2)) / f, -end, end, 5)


def table():
    """Each line: the kernel, its two arguments, and the double nearest to the exact value."""
    print("kernel,a,b,value")
    for n in (2, 3, 7, 98, 1000, 12345, 1000000, 300000000000):
        for k in sorted({round(n * i / 24) for i in range(25)} | {1, 2, n // 2, n - 2, n - 1}):
            if 0 < k < n:
                print(f"half_cosine,{k},{n},{float(sin(pi / 2 * mpf(n - k) / n) ** 2)!r}")
    for gamma in (0.1, 0.25, 0.3, 0.5, 0.9, 0.95, 0.97, 0.99, 0.999, 0.9999, 0.99999, 0.9999999):
        for n in (1, 2, 3, 5, 10, 30, 100, 365, 1000, 12345, 100000, 1000000):
            value = float(mpf(gamma) ** n)
            if value > 1e-300:
                print(f"power,{gamma!r},{n},{value!r}")
    # Bases of at most 30 bits, so that one minus them is exact.
    chosen = (1, 3, 1000, 2**20 + 1, 355_000_000, 2**29, 757_575_757, 2**30 - 2**22 - 1, 2**30 - 1000, 2**30 - 1)
    for k in (*chosen, *(663_608_941 * i % 2**30 for i in range(1, 41))):
        exponents = (0.01, 0.3, 0.9, 1.7, 3.3, 7.3, 40.1, 100.3, 399.9)
        for exponent in (*exponents, 1000.7, 123456.789, 1e9) if k in chosen else exponents:
            value = float((mpf(k) / 2**30) ** mpf(exponent))
            if value > 1e-300:
                print(f"fraction_power,{k / 2**30!r},{exponent!r},{value!r}")


SHAPES = {
    "cosine": lambda _, u: (1 + cos(pi * u)) / 2,
    "cosine_power": lambda p, u: ((1 + cos(pi * u)) / 2) ** p,
    "sine_power": lambda p, u: 1 - ((1 - cos(pi * u)) / 2) ** p,
    "polynomial": lambda p, u: (1 - u) ** p,
    "one_minus_power": lambda p, u: 1 - u**p,
    "cosine_k": lambda k, u: (1 + cos(pi * u**k)) / 2,
    "polynomial_k": lambda k, u: (1 - u**k) ** 3,
    "exponential": lambda r, u: 1 - u if r == 1 else (r**u - r) / (1 - r),
    "logarithmic": lambda r, u: 1 - u if r == 1 else 1 - log(1 + u * (r - 1)) / log(r),
    "rex": lambda d, u: (1 - u) / (d + (1 - d) * (1 - u)),
    "tanh": lambda w, u: (1 - tanh(w * (2 * u - 1))) / 2,
}
RATIOS = (2.3e-308, 1e-300, 1e-12, 0.1, 0.5, 1 - 1e-12, 1.0, 1 + 1e-9, 2.0, 1e3, 1e12, 1e300, 1.7976931348623157e308)
POWERS = (1e-300, 1e-10, 1e-3, 0.1, 0.5, 0.9, 1.0, 1.5, 2.0, 3.0, 7.3, 100.0, 1e6, 1e17)
PARAMETERS = {
    "cosine": (1.0,),
    "exponential": RATIOS,
    "logarithmic": RATIOS,
    "rex": (1e-300, 0.1, 0.5, 1.0, 2.0, 1e300),
    "tanh": (1e-9, 0.1, 1.0, 3.0, 6.0, 20.0),
}


def shapes():
    """Each line: the shape, its parameter, the progress u, and the doubles nearest to g(u) and 1 - g(u)."""
    print("shape,parameter,u,g,one_minus_g")
    for shape, g in SHAPES.items():
        for parameter in PARAMETERS.get(shape, POWERS):
            for u in (2.0**-40, 2.0**-9, 0.1, 0.25, 0.5, 0.7, 0.875, 1 - 2.0**-9, 1 - 2.0**-40):
                value = g(mpf(parameter), mpf(u))
                print(f"{shape},{parameter!r},{u!r},{float(value)!r},{float(1 - value)!r}")


if __name__ == "__main__":
    if "--shapes" in sys.argv:
        mp.dps = 700
        shapes()
        sys.exit()
    if "--table" in sys.argv:
        table()
        sys.exit()
    c = coefficients()
    print("half_cosine:", *map(repr, c), sep="\n")
    print("in the middle:", half_cosine(0.5, 0.5, c))
    worst = mpf(0)
    for n in (7, 1000, 12345, 1000000):
        for k in range(0, n, max(1, n // 5000)):
            truth = sin(pi / 2 * mpf(n - k) / n) ** 2
            worst = max(worst, abs(mpf(half_cosine(k / n, (n - k) / n, c)) / truth - 1))
    print("largest relative error:", nstr(worst, 3))
    for terms in (5, 6):
        print(f"log2, {terms} terms:", *map(repr, coefficients_of_log2(terms)), sep="\n")
    print("exp2:", *map(repr, coefficients_of_exp2()), sep="\n")
