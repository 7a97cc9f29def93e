"""The rule of the range finder a second time, written from its description, on the recorded range tests and on short made-up
curves. usage: python3 suggestions.py > suggestions.json (in this folder; without dependencies)"""
import json, math, random

FEWEST, FAR, STRICT, LENIENT, HUGE, TINY = 6, 4.0, 1.0, 0.25, 1e100, 2.2250738585072014e-308

def median(values):
    values = sorted(values)
    n = len(values)
    return values[n // 2] if n % 2 else values[n // 2 - 1] / 2 + values[n // 2] / 2

def deviation(values):
    center = median(values)
    about = median([abs(v - center) for v in values])
    between = median([abs(b - a) for a, b in zip(values, values[1:])])
    return max(1.4826 * about, 1.0484 * between)

def sums(items):
    total, out = 0.0, [0.0]
    for item in items:
        total += item
        out.append(total)
    return out

def change(items, against, for_it):
    """The last place of the lowest sum, the evidence from there, and the places within one item of the lowest."""
    s = sums([min(max(item, -against), for_it) for item in items])
    lowest = min(s)
    at = max(i for i, value in enumerate(s) if value == lowest)
    near = [i for i, value in enumerate(s) if value <= lowest + against + for_it]
    return at, s[-1] - lowest, (min(near), max(near) + 1)

def valley(items):
    """The beginning of the first run with the lowest sum, and the places within one item of it."""
    items = [min(max(item, -1.0), 1.0) for item in items]
    total = lowest = 0.0
    begin = start = end = 0
    for i, item in enumerate(items):
        if total > 0:
            total, begin = 0.0, i
        total += item
        if total < lowest:
            lowest, start, end = total, begin, i + 1
    s = sums(items)[: max(end, 1)]
    near = [i for i, value in enumerate(s) if value >= s[start] - 2] + [start]
    return start, (min(near), max(near) + 1)

CLOSE = []  # how far each decision of the last curve was from the other one, as a ratio

def decided(value, limit):
    CLOSE.append(value / limit if limit > 0 else 0.0)
    return value > limit

def suggest(rates, losses, planned, stop, broken_at):
    CLOSE.clear()
    n = len(losses)
    if n < FEWEST:
        return "non_finite" if stop == "non_finite" else "too_few"
    if stop != "non_finite" and all(loss == losses[0] for loss in losses):
        return "constant"
    steps = max(planned, n)
    first_half = [abs(loss) for loss in losses[: -(-n // 2)]]
    unit = median(first_half) or max(max(first_half), TINY)
    scaled = [min(max(loss / unit, -HUGE), HUGE) for loss in losses]
    # Level and noise.
    quiet = scaled[: min(-(-steps // 2), max(n // 4 * 3, FEWEST))]
    eighth = max(min(steps // 8, n // 4), 3)
    level, start = median(scaled[: 2 * eighth]), 0
    noise = max(deviation(quiet), 1e-9 * abs(level), TINY)
    chance = math.log(steps)
    first, second = median(scaled[:eighth]), median(scaled[eighth : 2 * eighth])
    if decided(first - second, 2.5 * noise * math.sqrt(2 / eighth)):
        level, start = second, eighth
    # The climb.
    every = scaled + [HUGE] * (stop == "non_finite")
    def above(limit, scale, begin, against):
        at, evidence, near = change([(loss - limit) / scale for loss in every[begin:]], against, chance)
        return at + begin, evidence, (near[0] + begin, near[1] + begin)
    limit = level + FAR * noise
    strict, lenient = above(limit, noise, start, STRICT), above(limit, noise, start, LENIENT)
    climb = None
    if decided(strict[1], chance):
        climb = strict
    elif decided(lenient[1], chance) or stop == "diverged":
        climb = lenient
    elif stop == "non_finite":
        climb = (n, 0.0, (n, n + 1))
    # The fall.
    before = min(max(climb[0] if climb else n, FEWEST), n)
    tamed = [min(loss, level + chance * noise) for loss in scaled[:before]]
    window = min(max(round(math.sqrt(steps)), 3), before)
    total = sum(tamed[:window])
    lowest = total
    for old, new in zip(tamed, tamed[window:]):
        total += new - old
        lowest = min(lowest, total)
    fall = max(level - lowest / window, 0.0)
    half = level - fall / 2
    learning = None
    if decided(fall, noise * math.sqrt(2 * chance / window)):
        learning = valley([(loss - half) / (fall / 2) for loss in tamed])
    if not climb:
        if not learning:
            return "no_divergence"
        climb = above(half, max(noise, fall / 2 / chance), learning[0], LENIENT)
        if not climb[1] > 0:
            return "no_divergence"
    # The rates.
    rate = lambda at: rates[at] if at < n else broken_at or rates[-1]
    before_rate = lambda at: rate(max(at - 1, 0))
    ends = lambda near: (before_rate(near[0]), before_rate(near[1] - 1))
    divergence, cause = rate(climb[0]), before_rate(climb[0])
    if divergence / 10 < rates[0]:
        return "non_finite" if broken_at == divergence else "too_early"
    def between(cause_, learns):
        # Were the cause another one, the divergence would be as far away from it.
        far = divergence * (cause_ / cause)
        low, high = max(far / 100, rates[0]), far / 10  # which is lower depends on the other cause
        wanted = learns * (cause_ / 10 / learns) ** (1 / 3) if learns else cause_ / math.sqrt(1000)
        return sorted((low, high, wanted))[1]
    learns = before_rate(learning[0]) if learning else None
    lr = between(cause, learns)
    confidence = "low"
    if learning:
        others = [between(c, learns) for c in ends(climb[2])] + [between(cause, l) for l in ends(learning[1])]
        decades = max(abs(math.log10(other / lr)) for other in others)
        if fall / noise >= 30 and decades < 0.5:
            confidence = "high"
        elif fall / noise >= 3 and decades < 1:
            confidence = "medium"
    finite = lambda value: min(value, 1.7976931348623157e308)
    return [lr, divergence, finite(noise * unit), finite(fall * unit), confidence]

def recorded():
    out = {}
    for record in json.load(open("range-tests.json")):
        for curve in record["curves"]:
            losses, rates = curve["loss"], curve["lr"]
            finite = losses.index(None) if None in losses else len(losses)
            broken = None
            if finite < len(losses):
                broken = rates[finite]
            elif len(losses) < curve["points"]:
                broken = rates[-1] * (rates[-1] / rates[-2])
            stop = "non_finite" if broken else "completed"
            key = "/".join(str(x) for x in (record["problem"], record["optimizer"], curve["seed"], curve["points"]))
            out[key] = suggest(rates[:finite], losses[:finite], curve["points"], stop, broken)
    return out

def close():
    """Noisy curves on which a decision is close, so that every constant and every operation counts."""
    pick, out = random.Random(2027), []
    while len(out) < 200:
        n = pick.choice([12, 20, 33, 48])
        stop = pick.choice(["completed", "completed", "stopped", "non_finite"])
        planned = n if stop == "completed" else n + pick.choice([1, n, 3 * n])
        flat, low, height = n * pick.choice([4, 5, 6]) // 8, pick.choice([1, 3, n // 4]), pick.choice([0.5, 1, 2, 4, 8])
        losses = []
        for i in range(n):
            level = [8.0, 8.0 - height, 8.0 + pick.choice([0, 1, 4, 8, 16])][(i >= flat) + (i >= flat + low)]
            losses.append(level + pick.choice([0, 4, 8])*(i < n // 7) / 2 + pick.randrange(-8, 9) / 8)
        rates = [1e-6 * 2.0**i for i in range(n + 1)]
        answer = suggest(rates[:n], losses, planned, stop, rates[n] if stop == "non_finite" else None)
        if any(abs(ratio - 1) < 0.12 for ratio in CLOSE) and not any(abs(ratio - 1) < 1e-9 for ratio in CLOSE):
            out.append({"losses": losses, "steps": planned, "stop": stop, "answer": answer})
    return out

def made():
    """Curves of a few levels, many of equal losses, so that every comparison has to decide between equal numbers."""
    pick, out = random.Random(2026), []
    for case in range(300):
        n = pick.choice([4, 5, 6, 7, 8, 9, 12, 16, 17, 20, 24, 25, 31, 32])
        if case >= 240:
            n = max(n, 12)
        losses = []
        while len(losses) < n:
            level = pick.choice([0, 1, 2, 3, 4, 4, 4, 5, 8, 16, 64, 1024, 1e200, -3])
            length = pick.choice([1, 1, 2, 3, 5, 8, 13])
            losses += [level + pick.choice([0, 0, 0.25, 0.5, -0.25]) for _ in range(length)]
        losses = [0.0 + loss for loss in losses[:n]]
        if case % 3 == 0:  # a flat beginning, a fall and a climb
            flat, low = n // 2, n // 4
            jitter = [0.0, 0.125, -0.125, 0.25]
            losses = [[4.0, 1.0, pick.choice([3.0, 16.0, 512.0])][(i >= flat) + (i >= flat + low)] + pick.choice(jitter) for i in range(n)]
        if case % 12 == 0:  # after a cold start
            losses = [loss + (32.0 if i < n // 6 else 0.0) for i, loss in enumerate(losses)]
        if case % 40 == 1:
            losses = [4.0] * n
        if case >= 240 and case % 3 == 1:  # hardly anything but zeros, and a climb
            losses = [0.0 if i < n * 3 // 4 and i % 5 < 4 else 1.0 + i for i in range(n)]
        if case >= 240 and case % 3 != 1:  # of extreme size
            losses = [loss * pick.choice([2.0**813, 2.0**-1060]) if loss < 1e100 else loss for loss in losses]
        if case >= 240 and case % 6 == 0:
            losses = [loss * 2.0**-1050 for loss in losses]
        stop = pick.choice(["completed", "completed", "stopped", "diverged", "non_finite"])
        planned = n if stop == "completed" else n + pick.choice([1, 3, n, 3 * n] if case >= 240 else [1, 3, n])
        rates = [1e-6 * 2.0**i for i in range(n + 1)]
        answer = suggest(rates[:n], losses, planned, stop, rates[n] if stop == "non_finite" else None)
        out.append({"losses": losses, "steps": planned, "stop": stop, "answer": answer})
    return out

if __name__ == "__main__":
    lines = lambda items: ",\n".join(items)
    print('{\n"recorded": {')
    print(lines(f"{json.dumps(key)}: {json.dumps(answer)}" for key, answer in recorded().items()))
    print('},\n"made": [')
    print(lines(json.dumps(case) for case in made() + close()))
    print("]\n}")
