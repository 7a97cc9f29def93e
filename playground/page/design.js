// The schedules: which there are, their text, their curves, and the rates at a step.

const chart = new Chart(byId("chart"), describeSchedules, (at) => setStep(at));
const editor = new Editor(byId("text"), byId("backdrop"), editText);

function swatch(slot) {
  return svg("svg", { class: "swatch", viewBox: "0 0 24 8", "aria-hidden": "true" },
    svg("polyline", { points: "0,4 24,4", class: `line slot-${slot}` }));
}

/** The head of a row of a table; narrow screens show the letter alone, as the names are above the chart. */
function rowHead(slot) {
  return el("th", { scope: "row", title: slotName(slot) }, swatch(slot),
    el("span", {}, LETTERS[slot]), el("span", { class: "rest" }, ` ${state.slots[slot].name}`));
}

/** Draws everything that follows from the schedules. */
function showSchedules() {
  showSlots();
  showText();
  showRates();
  showComparison();
  showSweep();
  chart.redraw();
  saveLink();
}

function showSlots() {
  const chip = (slot) => state.slots[slot] && el("span", { class: "slot" },
    el("button", { class: "pick", "aria-pressed": String(slot === state.active), title: slotName(slot), onclick: () => pickSlot(slot) },
      swatch(slot), el("span", {}, slotName(slot)), opened[slot]?.error && el("span", { class: "bad", title: "has an error" }, "!")),
    state.slots.filter(Boolean).length > 1 &&
      el("button", { class: "remove", "aria-label": `Remove ${slotName(slot)}`, onclick: () => removeSlot(slot) }, "×"));
  const add = state.slots.includes(null) && el("button", { class: "quiet", id: "add", onclick: addSlot }, "Add a schedule");
  byId("slots").replaceChildren(...[0, 1, 2, 3].map(chip).filter(Boolean), ...(add ? [add] : []));
}

function pickSlot(slot) {
  state.active = slot;
  if (state.tab !== "design") showTab("design");
  showSchedules();
}

/** A copy of the schedule that is edited, to be changed or replaced. */
function addSlot() {
  const slot = state.slots.indexOf(null);
  state.slots[slot] = { ...state.slots[state.active] };
  openSlot(slot);
  pickSlot(slot);
}

function removeSlot(slot) {
  state.slots[slot] = null;
  openSlot(slot);
  if (state.active === slot) state.active = state.slots.findIndex(Boolean);
  showSchedules();
}

function setText(text, format, name) {
  state.slots[state.active] = { name, format, text };
  openSlot(state.active);
  showSchedules();
}

function editText(text) {
  const { name, format } = state.slots[state.active];
  setText(text, format, name.endsWith(" (edited)") ? name : `${name} (edited)`);
}

function showText() {
  const { text, format, name } = state.slots[state.active];
  const said = opened[state.active];
  editor.set(text);
  editor.mark(said.error ?? null);
  for (const radio of document.getElementsByName("format")) radio.checked = radio.value === format;
  const entry = [...byId("entry").options].find((option) => option.dataset.name === name);
  byId("entry").value = entry?.value ?? "";
  byId("about").textContent = entry?.dataset.about ?? "";
  showProblem(byId("problem"), said.error, editor);
  byId("line").textContent = said.error ? "" : sentence(said.line);
  byId("settles").textContent = said.error ? "" : settles(said.settles_at);
  byId("rust").textContent = said.error ? "" : said.snippet;
  for (const id of ["copy-rust", "copy-json", "copy-toml", "rescale"]) byId(id).disabled = Boolean(said.error);
  byId("rescale").disabled ||= !said.settles_at || said.settles_at === state.steps;
}

const sentence = (text) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

function settles(step) {
  if (step === null) return "The rate never becomes constant.";
  return step === 0 ? "The rate is constant." : `The rate is constant from step ${stepText(step)} on.`;
}

/** The message of the crate, and a button that selects the place. */
function showProblem(node, error, place) {
  if (!error) {
    node.replaceChildren();
    return;
  }
  const line = error.line && el("button", { class: "quiet", onclick: () => place.select(error) }, `Line ${error.line}`);
  node.replaceChildren(...(line ? [line, " "] : []), clipped(error.message));
}

/** Messages may quote what was typed, megabytes included. */
const clipped = (text) => (text.length > 600 ? `${text.slice(0, 600)}…` : text);

function describeSchedules() {
  const slots = openSlots();
  const found = slots.map((slot) => ({ slot, ...curveOf(slot, chart.columns) }));
  const max = Math.max(...found.map((curve) => curve.max), highestLogged()) || 1;
  const lowest = Math.min(...found.map((curve) => curve.min_positive ?? Infinity));
  const log = state.log && lowest < Infinity;
  const low = Math.max(lowest, max * 1e-9);
  const at = ask({ do: "at", step: state.step }).rates ?? [];
  const label = slots.map((slot) => `${slotName(slot)}: ${opened[slot].line}`).join("; ");
  byId("chart").setAttribute("aria-label", `Rate over ${stepText(state.steps)} steps. ${clipped(label)}`);
  return {
    x: { min: 0, max: state.steps, label: "step", text: stepText },
    y: { min: log ? low / 1.2 : 0, max: max * (log ? 1.2 : 1.04), log, label: "rate", text: tickText },
    bands: (isOpen(state.active) ? curves[state.active].phases : []).map((phase) => ({ ...phase, label: phase.name })),
    lines: found.map((curve) => ({ slot: curve.slot, points: curve.numbers })),
    dots: state.tab === "compare" && logged ? [logged.points] : [],
    cursor: { at: state.step, values: slots.map((slot) => ({ slot, value: at[slot].rate })) },
  };
}

function setStep(step) {
  state.step = whole(step, 0, state.steps, state.step);
  showRates();
  chart.redraw();
  saveLink();
}

function showRates() {
  if (byId("step") !== document.activeElement || Number(byId("step").value) !== state.step) byId("step").value = state.step;
  byId("step").max = byId("step-slider").max = state.steps;
  byId("step-slider").value = state.step;
  byId("step-slider").setAttribute("aria-valuetext", `step ${stepText(state.step)}`);
  const { rates } = ask({ do: "at", step: state.step });
  byId("rates").replaceChildren(...LETTERS.map((_, slot) => rates?.[slot] && el("tr", {},
    rowHead(slot),
    el("td", { class: "rate" }, fullRate(rates[slot].rate)),
    el("td", {}, rates[slot].phase ?? "–"))).filter(Boolean));
}

function setSteps(steps) {
  const share = state.step / state.steps;
  state.steps = whole(steps, 1, MAX_STEPS, state.steps);
  state.step = whole(share * state.steps, 0, state.steps, 0);
  showSchedules();
}

function fillEntries({ entries }) {
  const names = { presets: "Presets", schedules: "Schedules", adaptors: "Adaptors", shapes: "Shapes" };
  byId("entry").replaceChildren(el("option", { value: "" }, "choose …"),
    ...Object.entries(names).map(([group, label]) => el("optgroup", { label }, entries
      .filter((entry) => entry.group === group)
      .map(({ name, about }) => el("option", { value: `${group}/${name}`, "data-name": name, "data-about": sentence(about) }, name.replaceAll("_", " "))))));
}

/** Replaces the schedule that is edited by one of the catalogue. */
function openEntry(value) {
  const [group, name] = value.split("/");
  const { format } = state.slots[state.active];
  const { text, error } = ask({ do: "entry", group, name, steps: state.steps, format });
  if (error) toast(error.message);
  else setText(text, format, name);
}

function convertText(to) {
  const { name, format, text } = state.slots[state.active];
  if (to === format) return;
  const { text: converted, error } = ask({ do: "convert", text, from: format, to });
  // A text with an error stays as it is, to be read in the other format.
  setText(error ? text : converted, to, name);
}

function rescaleText() {
  const { name, format, text } = state.slots[state.active];
  const { settles_at: from } = opened[state.active];
  const answer = ask({ do: "rescale", text, format, from, to: state.steps });
  if (answer.error) toast(answer.error.message);
  else setText(answer.text, format, name);
}

function startDesign() {
  chart.start();
  byId("entry").addEventListener("change", (event) => event.target.value && openEntry(event.target.value));
  for (const radio of document.getElementsByName("format")) radio.addEventListener("change", () => convertText(radio.value));
  byId("steps").addEventListener("change", (event) => {
    setSteps(event.target.value === "" ? state.steps : Number(event.target.value));
    event.target.value = state.steps;
  });
  byId("log-axis").addEventListener("change", (event) => {
    state.log = event.target.checked;
    chart.redraw();
    saveLink();
  });
  byId("step-slider").addEventListener("input", (event) => setStep(Number(event.target.value)));
  byId("step").addEventListener("input", (event) => event.target.value !== "" && setStep(Number(event.target.value)));
  byId("copy-rust").addEventListener("click", () => copy(opened[state.active].snippet, "Rust"));
  byId("copy-json").addEventListener("click", () => copy(opened[state.active].json, "JSON"));
  byId("copy-toml").addEventListener("click", () => copy(opened[state.active].toml, "TOML"));
  byId("rescale").addEventListener("click", rescaleText);
}
