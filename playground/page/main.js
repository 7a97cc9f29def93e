// Tabs, the first state, and the start.

const TABS = ["design", "compare", "range"];

function showTab(tab) {
  state.tab = tab;
  for (const name of TABS) {
    const button = byId(`tab-${name}`);
    button.setAttribute("aria-selected", String(name === tab));
    button.tabIndex = name === tab ? 0 : -1;
    byId(`panel-${name}`).hidden = name !== tab;
  }
  byId("schedules").hidden = tab === "range";
  document.body.dataset.tab = tab;
}

function startTabs() {
  for (const [index, name] of TABS.entries()) {
    const button = byId(`tab-${name}`);
    button.addEventListener("click", () => {
      showTab(name);
      showSchedules();
    });
    button.addEventListener("keydown", (event) => {
      const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (move) byId(`tab-${TABS[(index + move + TABS.length) % TABS.length]}`).click();
      if (move) byId(`tab-${state.tab}`).focus();
    });
  }
}

function firstState() {
  const { text } = ask({ do: "entry", group: "presets", name: "warmup_cosine", steps: state.steps, format: "toml" });
  state.slots = [{ name: "warmup_cosine", format: "toml", text }, null, null, null];
}

function openState() {
  LETTERS.forEach((_, slot) => openSlot(slot));
  byId("steps").value = state.steps;
  byId("log-axis").checked = state.log;
  showTab(state.tab);
  if (state.logText) readLog(state.logText);
  byId("sweep-text").value = state.sweepText;
  showSchedules();
}

/** A schedule from a file takes the place of the one that is edited. */
function openScheduleFile(text, name) {
  setText(text, name.endsWith(".json") ? "json" : "toml", name.replace(/\.\w+$/, "").slice(0, 60));
}

async function start() {
  await startEngine();
  engine.onRestart = () => LETTERS.forEach((_, slot) => openSlot(slot));
  if (!(await readLink()) || !state.slots.some(Boolean)) firstState();
  fillEntries(ask({ do: "catalogue" }));
  openState();
  startTabs();
  startDesign();
  startCompare();
  startRangeTest();
  acceptDrops({ design: openScheduleFile, compare: readLog, range: readSweep });
  byId("copy-link").addEventListener("click", copyLink);
  addEventListener("hashchange", async () => location.hash !== lastLink && (await readLink()) && openState());
  document.body.classList.add("ready");
}

start().catch((failure) => toast(`The page could not start: ${failure.message}`));
