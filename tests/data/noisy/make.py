"""Makes range tests on deliberately noisy problems, with their truth, in the format of ../range-tests.json:
small batches, flipped labels, heavy-tailed targets, batch normalisation, clipped losses, small language models.

    pip install numpy scikit-learn
    OMP_NUM_THREADS=1 python make.py noisy.json       # about 5 minutes; the same curves every time
    cargo run --release --example replay --features serde -- noisy.json
"""

import json, math, sys, time, os, zlib

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
from sklearn.datasets import load_digits, load_breast_cancer, load_wine, load_diabetes

np.seterr(all="ignore")
ACT = {
    "relu": (lambda z: np.maximum(z, 0), lambda z, a: (z > 0) * 1.0),
    "tanh": (np.tanh, lambda z, a: 1 - a * a),
    "sigmoid": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
}


class MLP:
    """Dense net; optional batch normalisation before the activation; loss ce (labels), bce, mse; clip: probability clipped at 1e-7."""

    def __init__(s, sizes, act="relu", bn=False, loss="ce", clip=False, gain=1.0, emb=None):
        s.sizes, s.act, s.bn, s.loss, s.clip, s.gain, s.emb = sizes, act, bn, loss, clip, gain, emb

    def init(s, rng):
        p = []
        if s.emb:
            p.append(rng.normal(size=s.emb) * 0.5)
        for k, (a, b) in enumerate(zip(s.sizes, s.sizes[1:])):
            g = s.gain * math.sqrt((2.0 if s.act == "relu" else 1.0) / a)
            p.append(rng.normal(size=(a, b)) * g)
            p.append(np.zeros(b))
            if s.bn and k < len(s.sizes) - 2:
                p.append(np.ones(b))
                p.append(np.zeros(b))
        return p

    def grad(s, p, x, y):
        f, df = ACT[s.act]
        i = 0
        cache = []
        n = len(x)
        L = len(s.sizes) - 1
        idx = None
        if s.emb:
            idx = x
            x = p[0][idx].reshape(n, -1)
            i = 1
        h = x
        for k in range(L):
            W, b = p[i], p[i + 1]
            z = h @ W + b
            if k == L - 1:
                cache.append((i, h, None, None, None, None))
                out = z
                break
            if s.bn:
                mu = z.mean(0)
                sd = np.sqrt(z.var(0) + 1e-5)
                zh = (z - mu) / sd
                zz = zh * p[i + 2] + p[i + 3]
                a = f(zz)
                cache.append((i, h, zz, a, zh, sd))
                i += 4
            else:
                a = f(z)
                cache.append((i, h, z, a, None, None))
                i += 2
            h = a
        if s.loss == "ce":
            m = out - out.max(1, keepdims=True)
            e = np.exp(m)
            q = e / e.sum(1, keepdims=True)
            r = np.arange(n)
            py = q[r, y]
            d = q.copy()
            d[r, y] -= 1
            d /= n
            if s.clip:
                loss = -np.log(np.clip(py, 1e-7, 1)).mean()
                d[py < 1e-7] = 0
            else:
                loss = -(m[r, y] - np.log(e.sum(1))).mean()
        elif s.loss == "bce":
            z = out[:, 0]
            loss = (np.maximum(z, 0) - z * y + np.log1p(np.exp(-abs(z)))).mean()
            d = ((1 / (1 + np.exp(-z)) - y) / n)[:, None]
        else:
            e = out - (y if y.ndim == 2 else y[:, None])
            loss = (e * e).mean()
            d = 2 * e / e.size
        g = [None] * len(p)
        for k in range(L - 1, -1, -1):
            i, h, z, a, zh, sd = cache[k]
            if k < L - 1:
                d = d * df(z, a)
                if s.bn:
                    g[i + 2] = (d * zh).sum(0)
                    g[i + 3] = d.sum(0)
                    d = d * p[i + 2]
                    d = (d - d.mean(0) - zh * (d * zh).mean(0)) / sd
            g[i] = h.T @ d
            g[i + 1] = d.sum(0)
            d = d @ p[i].T
        if s.emb:
            ge = np.zeros_like(p[0])
            np.add.at(ge, idx.ravel(), d.reshape(-1, s.emb[1]))
            g[0] = ge
        return float(loss), g


class Opt:
    def __init__(s, kind, p):
        s.k, s.t = kind, 0
        s.m = [np.zeros_like(x) for x in p]
        s.v = [np.zeros_like(x) for x in p]

    def step(s, p, g, lr):
        s.t += 1
        for i, d in enumerate(g):
            if s.k == "sgd":
                p[i] -= lr * d
            elif s.k == "momentum":
                s.m[i] = 0.9 * s.m[i] + d
                p[i] -= lr * s.m[i]
            elif s.k == "rmsprop":
                s.v[i] = 0.99 * s.v[i] + 0.01 * d * d
                p[i] -= lr * d / (np.sqrt(s.v[i]) + 1e-8)
            else:
                s.m[i] = 0.9 * s.m[i] + 0.1 * d
                s.v[i] = 0.999 * s.v[i] + 0.001 * d * d
                p[i] -= lr * (s.m[i] / (1 - 0.9**s.t)) / (np.sqrt(s.v[i] / (1 - 0.999**s.t)) + 1e-8)


def std(x):
    return (x - x.mean(0)) / (x.std(0) + 1e-9)


def flip(y, share, classes, rng):
    y = y.copy()
    k = rng.random(len(y)) < share
    y[k] = rng.integers(0, classes, k.sum())
    return y


def markov(order, V, n, rng, sharp):
    T = rng.dirichlet([sharp] * V, size=V**order)
    s = list(rng.integers(0, V, order))
    u = rng.random(n)
    C = T.cumsum(1)
    for k in range(n):
        c = 0
        for j in range(order):
            c = c * V + s[-order + j]
        s.append(min(V - 1, int(np.searchsorted(C[c], u[k]))))
    return np.array(s)


def problems():
    D = load_digits()
    dx, dy = D.data / 16.0, D.target
    B = load_breast_cancer()
    bx, by = std(B.data), B.target
    W = load_wine()
    wx, wy = std(W.data), W.target
    G = load_diabetes()
    gx, gy = std(G.data), std(G.target)
    R = lambda k: np.random.default_rng(k)
    rng = R(1)
    s1 = markov(1, 27, 4000, rng, 0.15)
    s2 = markov(2, 12, 6000, rng, 0.2)
    ctx = np.stack([s2[k : len(s2) - 3 + k] for k in range(3)], 1)
    tx = R(7).normal(size=(2000, 10))
    ty = np.tanh(tx @ R(8).normal(size=(10, 4)) / 3) @ R(9).normal(size=4) + 0.4 * R(10).standard_t(2.2, 2000)
    hy = gy + 0.5 * R(11).standard_t(2.0, len(gy))
    # name: (model, x, y, batch, held out?)
    return {
        "digits-softmax-b1": (MLP([64, 10]), dx, dy, 1, 0),
        "digits-mlp-b2": (MLP([64, 32, 10]), dx, dy, 2, 0),
        "digits-mlp-labels30-b8": (MLP([64, 48, 10], "tanh"), dx, flip(dy, 0.3, 10, R(2)), 8, 0),
        "digits-bn-b16": (MLP([64, 32, 32, 10], bn=True), dx, dy, 16, 0),
        "cancer-logistic-b1": (MLP([30, 1], loss="bce"), bx, by, 1, 0),
        "diabetes-linear-heavy-b4": (MLP([10, 1], loss="mse"), gx, hy, 4, 0),
        "bigram-lm-b8": (MLP([8, 27], emb=(27, 8)), s1[:-1, None], s1[1:], 8, 0),
        "digits-tanh-narrow-deep-b8": (MLP([64, 12, 12, 12, 12, 12, 10], "tanh"), dx, dy, 8, 0),
        "digits-clipped-b4": (MLP([64, 32, 10], clip=True), dx, dy, 4, 0),
        "wine-mlp-b2": (MLP([13, 16, 3], "tanh"), wx, wy, 2, 1),
        "digits-bn-deep-labels20-b8": (MLP([64, 24, 24, 24, 10], bn=True), dx, flip(dy, 0.2, 10, R(3)), 8, 1),
        "digits-autoencoder-b2": (MLP([64, 16, 64], "tanh", loss="mse"), dx, dx, 2, 1),
        "char-lm-b4": (MLP([24, 32, 12], "tanh", emb=(12, 8)), ctx, s2[3:], 4, 1),
        "cancer-labels80-b16": (MLP([30, 1], loss="bce", gain=0.1), bx, flip(by, 0.8, 2, R(4)), 16, 1),
        "teacher-heavy-b2": (MLP([10, 16, 1], "tanh", loss="mse"), tx, ty, 2, 1),
        "cancer-mlp-labels40-b4": (MLP([30, 16, 1], loss="bce"), bx, flip(by, 0.4, 2, R(5)), 4, 1),
        "diabetes-mlp-b1": (MLP([10, 16, 1], loss="mse"), gx, gy, 1, 1),
        "digits-softmax-b2-labels20": (MLP([64, 10]), dx, flip(dy, 0.2, 10, R(6)), 2, 1),
    }


GRID = [10 ** (-5 + k / 4) for k in range(27)]
r7 = lambda v: float(f"{v:.7g}")


def sweep(m, x, y, b, kind, seed, points):
    rng = np.random.default_rng(1000 + seed)
    p = m.init(rng)
    o = Opt(kind, p)
    lrs, ls = [], []
    first = None
    for k in range(points):
        lr = 1e-7 * (1e9) ** (k / (points - 1))
        i = rng.integers(0, len(x), b)
        l, g = m.grad(p, x[i], y[i])
        lrs.append(float(f"{lr:.10g}"))
        if not math.isfinite(l):
            ls.append(None)
            break
        ls.append(r7(l))
        first = l if first is None else first
        if l > 1000 * first:
            break
        o.step(p, g, lr)
    return dict(seed=seed, points=points, lr=lrs, loss=ls)


def train(m, x, y, b, kind, seed, lr, steps=200):
    rng = np.random.default_rng(5000 + seed)
    p = m.init(rng)
    o = Opt(kind, p)
    tail = []
    first = None
    for k in range(steps):
        i = rng.integers(0, len(x), b)
        l, g = m.grad(p, x[i], y[i])
        if first is None:
            first = m.grad([q.copy() for q in p], x[:256], y[:256])[0]
        if not math.isfinite(l) or l > 1000 * first:
            return None
        if k >= steps - 20:
            tail.append(l)
        o.step(p, g, lr)
    return sum(tail) / len(tail)


def main(out):
    rec = []
    t0 = time.time()
    for name, (m, x, y, b, held) in problems().items():
        init = float(np.mean([m.grad(m.init(np.random.default_rng(9000 + s)), x, y)[0] for s in range(4)]))
        for kind in ("sgd", "momentum", "adam", "rmsprop"):
            allt = [[train(m, x, y, b, kind, s, lr) for s in range(8)] for lr in GRID]
            avg = lambda v: None if any(z is None for z in v) else r7(sum(v) / len(v))
            curves = [sweep(m, x, y, b, kind, s, n) for n in (30, 100, 300) for s in range(5)]
            rec.append(
                dict(
                    problem=name,
                    optimizer=kind,
                    initial_loss=init,
                    steps=200,
                    held_out=bool(held),
                    batch=b,
                    curves=curves,
                    truth=dict(lr=GRID, loss=[avg(v[:2]) for v in allt]),
                    truth8=dict(lr=GRID, loss=[avg(v) for v in allt]),
                )
            )
        print(
            f"{time.time() - t0:6.0f}s {name} initial {init:.4f} best "
            + " ".join(
                f'{r["optimizer"]} {min(v for v in r["truth8"]["loss"] if v is not None):.4f}'
                for r in rec[-4:]
            ),
            flush=True,
        )
        json.dump(rec, open(out, "w"))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "noisy.json")
