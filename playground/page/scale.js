// Scales, ticks and numbers of an axis.

/** A scale from values to pixels. */
function scale(min, max, from, to, logarithmic) {
  const place = logarithmic ? Math.log : (value) => value;
  const [low, high] = [place(min), place(max)];
  const factor = high > low ? (to - from) / (high - low) : 0;
  const at = (value) => from + (place(Math.max(value, logarithmic ? min : -Infinity)) - low) * factor;
  at.invert = (pixel) => {
    const value = factor === 0 ? low : low + (pixel - from) / factor;
    return logarithmic ? Math.exp(value) : value;
  };
  return at;
}

/** Round values from `min` to `max`, about `count` of them. */
function linearTicks(min, max, count) {
  const rough = (max - min) / Math.max(count, 1);
  if (!(rough > 0) || !Number.isFinite(rough)) return [min];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10);
  const first = Math.ceil(min / step - 1e-9);
  const ticks = [];
  for (let i = first; i * step <= max * (1 + 1e-12); i += 1) ticks.push(i * step || 0);
  return ticks;
}

/** Powers of ten, with 2 and 5 between them where there is room, or every few of them. */
function logTicks(min, max, count) {
  const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  const digits = (high - low) * 3 <= count + 2 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil((high - low) / Math.max(count, 1)));
  const ticks = [];
  for (let power = low; power <= high; power += every) {
    for (const digit of digits) ticks.push(Number(`${digit}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= min * 0.999 && tick <= max * 1.001);
  return inside.length > 1 ? inside : [min, max];
}

/** A tick: short, without the last digits of rounding. */
function tickText(value) {
  const short = Number(value.toPrecision(6));
  const size = Math.abs(short);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? short.toExponential().replace("e+", "e") : String(short);
}

/** A rate in the shortest digits that read back to the same bits. */
const fullRate = (rate) => (rate !== 0 && rate < 1e-3 ? rate.toExponential() : String(rate));

/** A rate in as many digits as a reader wants. */
const shortRate = (rate) => tickText(Number(rate.toPrecision(3)));

const stepText = (step) => step.toLocaleString("en-US");
