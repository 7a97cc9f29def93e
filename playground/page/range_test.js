// A recorded range test.

const sweepChart = new Chart(byId("sweep-chart"), describeSweep);

/** The range test that is shown: the answer of the crate, or null. */
let sweep = null;

function readSweep(text) {
  if (text !== state.sweepText) state.smoothing = "unknown";
  state.sweepText = text;
  byId("sweep-text").value = text;
  showSweep();
  saveLink();
}

/** Asks again, as peaks follow from the schedules. */
function showSweep() {
  if (state.tab !== "range") return;
  const empty = state.sweepText.trim() === "";
  const answer = empty ? {} : ask({ do: "sweep", text: state.sweepText, smoothing: state.smoothing, steps: state.steps });
  sweep = empty || answer.error ? null : answer;
  byId("smoothing").value = state.smoothing;
  showProblem(byId("sweep-problem"), answer.error);
  showSmoothing();
  byId("finding").replaceChildren(...(sweep ? finding(sweep) : []));
  sweepChart.redraw();
}

/** Asks how the losses were smoothed, if they look as if they were. */
function showSmoothing() {
  const ask = sweep && state.smoothing === "unknown" && sweep.looks !== "raw";
  if (!ask) {
    byId("smoothed").replaceChildren();
    return;
  }
  const answer = (value, label) => el("button", {
    class: sweep.looks === value ? "" : "quiet",
    onclick: () => setSmoothing(value),
  }, label);
  byId("smoothed").replaceChildren(
    el("p", {}, "These losses look smoothed, or have no noise. The rule measures noise, so it needs the raw losses, and can recover them. How were the losses smoothed?"),
    answer("debiased", "fastai or Lightning"), answer("plain", "torch-lr-finder"), answer("raw", "Not smoothed"));
}

function setSmoothing(smoothing) {
  state.smoothing = smoothing;
  showSweep();
  saveLink();
}

function finding({ suggestion, reason, divergence, peaks, points, skipped, stop }) {
  const row = (name, value) => el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "rate" }, value));
  const peak = ({ slot, lr, reason: why }) => el("tr", {},
    rowHead(slot),
    el("td", { class: "rate" }, lr === null ? why : shortRate(lr)));
  const parts = [];
  if (suggestion) {
    const { lr, band, confidence, fall, noise, others } = suggestion;
    parts.push(
      el("p", { class: "answer" }, "Suggested rate ", el("strong", { id: "suggestion" }, shortRate(lr)), `, confidence ${confidence}`),
      el("table", {}, el("tbody", {},
        row("Rate, all digits", fullRate(lr)),
        row("Divergence", shortRate(divergence)),
        row("Band", `${shortRate(band[0])} to ${shortRate(band[1])}`),
        row("Fall of the loss, noise", `${shortRate(fall)}, ${shortRate(noise)}`))));
    if (peaks.length) {
      parts.push(el("h2", {}, `Peak for each schedule over ${stepText(state.steps)} steps`),
        el("table", { id: "peaks" }, el("tbody", {}, peaks.map(peak))));
    }
    parts.push(el("details", {}, el("summary", {}, "Rules of other tools"),
      el("table", {}, el("tbody", {}, others.map(([name, rate]) => row(name.replaceAll("_", " "), shortRate(rate)))))));
  } else {
    parts.push(el("p", { class: "answer" }, "No suggestion: ", el("strong", { id: "reason" }, `${reason}.`)));
  }
  const rest = skipped ? ` ${skipped} lines without two numbers were skipped.` : "";
  parts.push(el("p", { class: "note" }, `${points} points; ${stop}.${rest}`));
  return parts;
}

function describeSweep() {
  const points = sweep?.numbers ?? new Float64Array();
  if (points.length === 0) {
    return {
      x: { min: 1e-6, max: 1, log: true, label: "rate", text: tickText },
      y: { min: 0, max: 1, label: "loss", text: tickText },
      marks: [{ at: 1e-3, label: "no range test yet", kind: "none" }],
    };
  }
  const raw = [];
  const smoothed = [];
  for (let i = 0; i < points.length; i += 3) {
    raw.push(points[i], points[i + 1]);
    smoothed.push(points[i], points[i + 2]);
  }
  const { suggestion, divergence, not_finite: broken } = sweep;
  const last = broken ?? points.at(-3);
  return {
    x: { min: points[0], max: Math.max(last, divergence ?? 0), log: true, label: "rate", text: tickText },
    y: { ...lossRange(points, divergence), label: "loss", text: tickText },
    bands: suggestion ? [{ start: suggestion.band[0], end: suggestion.band[1], label: "band", kind: "good" }] : [],
    dots: [raw],
    lines: [{ slot: 0, points: smoothed }],
    marks: [
      ...(divergence ? [{ at: divergence, label: "divergence", kind: "divergence" }] : []),
      ...(suggestion ? [{ at: suggestion.lr, label: "suggestion", kind: "suggestion" }] : []),
    ],
  };
}

/** What lies below the divergence is to be seen; what comes after it may leave the chart. */
function lossRange(points, divergence) {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    if (divergence === null || points[i] <= divergence) {
      min = Math.min(min, points[i + 1]);
      max = Math.max(max, points[i + 1]);
    }
  }
  const room = (max - min) * 0.15 || Math.abs(max) * 0.1 || 1;
  return { min: min >= 0 ? Math.max(0, min - room) : min - room, max: max + room };
}

/** A quadratic bowl with noise, trained by gradient descent while the rate rises. */
function exampleSweep() {
  let seed = 3;
  const noise = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647 - 0.5;
  };
  let weights = [1, 1, 1, 1];
  const rows = ["lr,loss"];
  for (let i = 0; i < 200; i += 1) {
    const lr = 10 ** (-5 + (i * 6) / 199);
    const loss = weights.reduce((sum, weight, k) => sum + (k + 1) * weight * weight, 0) / 4 + 0.3 + 0.3 * noise();
    rows.push(`${lr.toPrecision(6)},${loss.toPrecision(6)}`);
    if (loss > 100) break;
    weights = weights.map((weight, k) => weight * (1 - lr * (k + 1)) + 0.02 * noise());
  }
  return rows.join("\n");
}

function startRangeTest() {
  sweepChart.start();
  const read = debounce(() => readSweep(byId("sweep-text").value), 250);
  byId("sweep-text").addEventListener("input", read);
  byId("smoothing").addEventListener("change", (event) => setSmoothing(event.target.value));
  byId("sweep-clear").addEventListener("click", () => readSweep(""));
  byId("sweep-example").addEventListener("click", () => readSweep(exampleSweep()));
  fileInput("sweep-file", readSweep);
}
