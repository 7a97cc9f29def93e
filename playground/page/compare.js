// Schedules beside one another, and beside a log.

/** The log that is shown: { points, rates, skipped } or null. */
let logged = null;

function highestLogged() {
  if (!logged || state.tab !== "compare") return 0;
  let highest = 0;
  for (let i = 1; i < logged.points.length; i += 2) {
    if (logged.points[i] < Infinity) highest = Math.max(highest, logged.points[i]);
  }
  return highest;
}

function showComparison() {
  if (state.tab !== "compare") return;
  const slots = openSlots();
  const { ratios, differences, steps } = ask({ do: "compare", steps: state.steps });
  const alone = "Add a second schedule to compare.";
  if (slots.length < 2) byId("ratios").replaceChildren(el("p", { class: "note" }, alone));
  else showRatios(slots, ratios);
  const lines = slots.length < 2 ? [alone] : differences.map((found) => difference(found, steps));
  byId("differences").replaceChildren(...lines.map((line) => el("li", {}, line)));
  showDepartures();
}

/** A table with a row for each schedule that a peak is known for, and a column for each that one is wanted for. */
function showRatios(slots, ratios) {
  const cell = (from, to) => {
    const { ratio, reason } = ratios.find((pair) => pair.from === from && pair.to === to) ?? { ratio: 1 };
    return typeof ratio === "number" ? el("td", { class: "rate" }, ratio === 1 ? "1" : ratio.toPrecision(4)) : el("td", { title: reason }, "–");
  };
  const head = (slot) => el("th", { scope: "col", title: slotName(slot) }, swatch(slot), el("span", {}, LETTERS[slot]));
  const reasons = [...new Set(ratios.map(({ reason }) => reason).filter(Boolean))];
  byId("ratios").replaceChildren(
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Peak ratios" }, el("table", { class: "ratios" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "from \\ to"), slots.map(head))),
      el("tbody", {}, slots.map((from) => el("tr", {}, rowHead(from), slots.map((to) => cell(from, to))))))),
    ...reasons.map((reason) => el("p", { class: "note" }, sentence(reason))));
}

function difference({ slots: [left, right], step, rates }, steps) {
  const names = `${slotName(left)} and ${slotName(right)}`;
  if (step === null) return `${names} have the same rates up to step ${stepText(steps)}.`;
  return `${names} differ from step ${stepText(step)} on: ${fullRate(rates[0])} and ${fullRate(rates[1])}.`;
}

function readLog(text) {
  state.logText = text;
  byId("log-text").value = text;
  logged = null;
  const answer = text.trim() === "" ? {} : ask({ do: "log", text });
  if (answer.numbers && !answer.error) logged = { ...answer, points: answer.numbers };
  showProblem(byId("log-problem"), answer.error);
  showDepartures();
  chart.redraw();
  saveLink();
}

function showDepartures() {
  const { departures } = logged ? ask({ do: "departures" }) : { departures: [] };
  const lines = openSlots().map((slot) => departures?.[slot] && el("li", {}, swatch(slot), " ", departure(slot, departures[slot])));
  const skipped = logged?.skipped && el("li", {}, `${logged.skipped} lines without two numbers were skipped.`);
  byId("departures").replaceChildren(...[...lines, skipped].filter(Boolean));
}

function departure(slot, { rates, step, logged: value, expected, worst, exact, shift }) {
  const name = slotName(slot);
  if (exact) return `${name}: all ${stepText(rates)} logged rates agree, bit for bit.`;
  if (step === null) return `${name}: all ${stepText(rates)} logged rates agree; the largest relative difference is ${tickText(Number(worst.toPrecision(2)))}.`;
  const found = `${name}: departs at step ${stepText(step)}, where the log has ${value === null ? "no number" : fullRate(value)} and the schedule ${fullRate(expected)}.`;
  if (shift === null) return found;
  return `${found} The log agrees with the schedule one step ${shift < 0 ? "earlier" : "later"}: an off-by-one.`;
}

function startCompare() {
  const read = debounce(() => readLog(byId("log-text").value), 250);
  byId("log-text").addEventListener("input", read);
  byId("log-clear").addEventListener("click", () => readLog(""));
  fileInput("log-file", readLog);
}
