// What the page shows. All of it goes into a link.

const LETTERS = ["A", "B", "C", "D"];
const MAX_STEPS = 4_000_000_000;

const state = {
  tab: "design",
  slots: [null, null, null, null], // { name, format, text }
  active: 0,
  steps: 10_000,
  step: 5_000,
  log: false,
  logText: "",
  sweepText: "",
  smoothing: "unknown",
};

/** The answer of the crate for each slot, { error } or { line, settles_at, .. }, and the curves. */
const opened = [null, null, null, null];
const curves = [null, null, null, null];

const isOpen = (slot) => Boolean(opened[slot] && !opened[slot].error);
const openSlots = () => [0, 1, 2, 3].filter(isOpen);
const slotName = (slot) => `${LETTERS[slot]} ${state.slots[slot].name}`;

/** Hands the text of a slot to the crate. */
function openSlot(slot) {
  const source = state.slots[slot];
  curves[slot] = null;
  if (!source) {
    opened[slot] = null;
    ask({ do: "close", slot });
    return;
  }
  opened[slot] = ask({ do: "open", slot, text: source.text, format: source.format });
}

/** The curve of a slot, computed once for each schedule, run length and width. */
function curveOf(slot, columns) {
  const key = `${state.steps} ${columns}`;
  if (curves[slot]?.key !== key) {
    const curve = ask({ do: "curve", slot, steps: state.steps, columns });
    const { phases } = ask({ do: "phases", slot, steps: state.steps });
    curves[slot] = { key, phases: phases ?? [], ...curve };
  }
  return curves[slot];
}

const whole = (value, low, high, otherwise) =>
  Number.isFinite(value) ? Math.min(Math.max(Math.round(value), low), high) : otherwise;

/** Takes over a state from a link; whatever does not fit keeps its default. */
function restore(other) {
  const textOf = (value, otherwise = "") => (typeof value === "string" ? value : otherwise);
  const slotOf = (slot) => slot && typeof slot.text === "string" && {
    name: textOf(slot.name, "schedule").slice(0, 60),
    format: slot.format === "json" ? "json" : "toml",
    text: slot.text,
  };
  const slots = Array.isArray(other.slots) ? other.slots : [];
  state.slots = LETTERS.map((_, i) => slotOf(slots[i]) || null);
  state.active = whole(other.active, 0, 3, 0);
  if (!state.slots[state.active]) state.active = Math.max(0, state.slots.findIndex(Boolean));
  state.steps = whole(other.steps, 1, MAX_STEPS, state.steps);
  state.step = whole(other.step, 0, state.steps, Math.floor(state.steps / 2));
  state.log = other.log === true;
  state.tab = ["design", "compare", "range"].includes(other.tab) ? other.tab : "design";
  state.logText = textOf(other.logText);
  state.sweepText = textOf(other.sweepText);
  state.smoothing = ["raw", "debiased", "plain"].includes(other.smoothing) ? other.smoothing : "unknown";
}
