"""The coefficients of `half_cosine` in src/math.rs, and its error. `pip install mpmath`, then run.

sin^2(pi/2 v) = w P(w) with w = v^2 in 0..=1/4: P is interpolated at Chebyshev nodes in 50 digits and rounded to
doubles. The last coefficient is then raised by 1.2e-11 (1e-16 of the result at most), so that the middle of the wave is
exactly one half.
"""

from mpmath import cos, mp, mpf, nstr, pi, sin, sqrt

mp.dps = 50
TERMS = 9


def exact(w):
    return sin(pi / 2 * sqrt(w)) ** 2 / w


def coefficients():
    nodes = [(1 + cos(pi * (2 * k + 1) / (2 * TERMS))) / 8 for k in range(TERMS)]
    table = [exact(node) for node in nodes]
    for j in range(1, TERMS):  # divided differences
        for i in range(TERMS - 1, j - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (nodes[i] - nodes[i - j])
    powers = [mpf(0)]
    for node, value in zip(reversed(nodes), reversed(table)):
        powers = [s - node * p for s, p in zip([mpf(0)] + powers, powers + [mpf(0)])]
        powers[0] += value
    rounded = [float(c) for c in powers[:TERMS]]
    rounded[-1] += 1.2e-11
    return rounded


def half_cosine(u, v, c):
    near = v if v <= 0.5 else u
    w = near * near
    w2 = w * w
    w4 = w2 * w2
    low = (c[0] + c[1] * w) + (c[2] + c[3] * w) * w2
    high = (c[4] + c[5] * w) + (c[6] + c[7] * w) * w2
    p = low + (high + c[8] * w4) * w4
    return w * p if v <= 0.5 else 1.0 - w * p


if __name__ == "__main__":
    c = coefficients()
    print("\n".join(map(repr, c)))
    print("in the middle:", half_cosine(0.5, 0.5, c))
    worst = mpf(0)
    for n in (7, 1000, 12345, 1000000):
        for k in range(0, n, max(1, n // 5000)):
            truth = sin(pi / 2 * mpf(n - k) / n) ** 2
            worst = max(worst, abs(mpf(half_cosine(k / n, (n - k) / n, c)) / truth - 1))
    print("largest relative error:", nstr(worst, 3))
    for k, n in ((1, 7), (3, 7), (1, 1000), (333, 1000), (499, 1000), (501, 1000), (999, 1000), (999999, 1000000)):
        print(f"({k}, {n}, {nstr(sin(pi / 2 * mpf(n - k) / n) ** 2, 20)}),")
