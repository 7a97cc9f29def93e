"""The cost of a rate in Python, as one Markdown table: see README.md.

Linear warmup from 0 to PEAK, then cosine to END, in STEPS updates; whole curves are a million values.
A row is one call, or one value where it says so. Libraries that are not installed are skipped and named at the end.
"""

import math
import platform
import statistics
import warnings
from importlib.metadata import version
from time import perf_counter_ns

ROUNDS = 15
STEPS, WARMUP = 10_000, 500
PEAK, END = 0.1, 1e-4
MILLION = 1_000_000

rows = []


def stepping(what, new):
    """A row for an object whose `step()` moves on: every round plays a new one from start to end."""

    def measure():
        step = new().step
        begin = perf_counter_ns()
        for _ in range(STEPS):
            step()
        return (perf_counter_ns() - begin) / STEPS

    rows.append((what, measure))


def function(what, rate, stride=1):
    """A row for a function of the step, called at every `stride`-th one."""
    steps = range(0, STEPS, stride)

    def measure():
        begin = perf_counter_ns()
        for step in steps:
            rate(step)
        return (perf_counter_ns() - begin) / len(steps)

    rows.append((what, measure))


def curve(what, rates):
    """A row for a function that makes a million rates at once."""

    def measure():
        begin = perf_counter_ns()
        rates()
        return (perf_counter_ns() - begin) / MILLION

    rows.append((what + ", per value", measure))


def plain():
    def rate(step):
        if step < WARMUP:
            return PEAK * step / WARMUP
        t = min((step - WARMUP) / (STEPS - WARMUP), 1.0)
        return END + (PEAK - END) * 0.5 * (1.0 + math.cos(math.pi * t))

    function("a function that does nothing", lambda step: None)
    function("Python: warmup + cosine with `math.cos`", rate)


def pytorch():
    import torch
    from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

    def optimizer():
        return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=PEAK)

    def cosine():
        return CosineAnnealingLR(optimizer(), T_max=STEPS, eta_min=END)

    def sequential():
        sgd = optimizer()
        parts = [
            LinearLR(sgd, start_factor=1e-8, total_iters=WARMUP),
            CosineAnnealingLR(sgd, T_max=STEPS - WARMUP, eta_min=END),
        ]
        return SequentialLR(sgd, parts, milestones=[WARMUP])

    stepping("PyTorch: `CosineAnnealingLR.step()`", cosine)
    stepping("PyTorch: `SequentialLR.step()`, warmup + cosine", sequential)


def hugging_face():
    import torch
    from transformers import get_cosine_schedule_with_warmup

    def warmup_cosine():
        sgd = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=PEAK)
        return get_cosine_schedule_with_warmup(sgd, WARMUP, STEPS)

    stepping("transformers: `get_cosine_schedule_with_warmup`, `step()`", warmup_cosine)


def timm():
    import torch
    from timm.scheduler import CosineLRScheduler

    sgd = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=PEAK)
    scheduler = CosineLRScheduler(
        sgd, STEPS - WARMUP, lr_min=END, warmup_t=WARMUP, warmup_prefix=True, t_in_epochs=False
    )
    function("timm: `CosineLRScheduler._get_lr`, warmup + cosine", scheduler._get_lr)


def optax():
    import jax
    import jax.numpy as jnp
    from optax import warmup_cosine_decay_schedule

    schedule = warmup_cosine_decay_schedule(0.0, PEAK, WARMUP, STEPS, END)
    jitted = jax.jit(schedule)
    jitted(0)
    function("optax: `warmup_cosine_decay_schedule`, `float()`", lambda step: float(schedule(step)), 50)
    function("optax: the same under `jit`, `float()`", lambda step: float(jitted(step)), 10)

    whole = jax.jit(jax.vmap(warmup_cosine_decay_schedule(0.0, PEAK, MILLION // 20, MILLION, END)))

    def rates(bits):
        with jax.enable_x64(bits == 64):
            steps = jnp.arange(MILLION)
            assert whole(steps).dtype == f"float{bits}"

        def run():
            with jax.enable_x64(bits == 64):
                whole(steps).block_until_ready()

        return run

    curve("optax: `jit(vmap)`, warmup + cosine, float32", rates(32))
    curve("optax: `jit(vmap)`, warmup + cosine, float64", rates(64))


def numpy():
    import numpy as np

    warmup = MILLION // 20
    steps = np.arange(MILLION, dtype=np.float64)
    out = np.empty_like(steps)

    def warmup_cosine():
        t = (steps - warmup) / (MILLION - warmup)
        cosine = END + (PEAK - END) * 0.5 * (1.0 + np.cos(np.pi * t))
        return np.where(steps < warmup, PEAK * steps / warmup, cosine)

    def cosine_in_place():
        np.multiply(steps, np.pi / MILLION, out=out)
        np.cos(out, out=out)
        np.add(out, 1.0, out=out)
        np.multiply(out, 0.5 * (PEAK - END), out=out)
        np.add(out, END, out=out)

    curve("numpy: warmup + cosine, `np.where`", warmup_cosine)
    curve("numpy: cosine alone, in place", cosine_in_place)
    curve("numpy: storing alone", lambda: out.fill(PEAK))


PEERS = {
    plain: [],
    pytorch: ["torch"],
    hugging_face: ["transformers"],
    timm: ["timm"],
    optax: ["optax", "jax"],
    numpy: ["numpy"],
}


def main():
    warnings.simplefilter("ignore")  # PyTorch warns of schedulers that step without their optimizer
    versions, skipped = [f"Python {platform.python_version()}"], []
    for add_rows, packages in PEERS.items():
        try:
            add_rows()
            versions += [f"{package} {version(package)}" for package in packages]
        except ImportError as error:
            skipped.append(f"{' and '.join(packages)}: {error}")

    # Every round goes through all rows, so that a bad moment of the machine costs each of them one round.
    times = {what: [] for what, _ in rows}
    for _ in range(ROUNDS):
        for what, measure in rows:
            times[what].append(measure())

    print(", ".join(versions) + f"; {ROUNDS} rounds\n")
    print("| what | min ns | median ns |\n|---|---:|---:|")
    for what, each in times.items():
        print(f"| {what} | {min(each):,.2f} | {statistics.median(each):,.2f} |")
    for reason in skipped:
        print(f"\nSkipped {reason}")


if __name__ == "__main__":
    main()
