// Drives the page in a browser through all that it can do. `expected.json` comes from the crate, outside of the page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { openBrowser, openPage } from "./browser.mjs";

const expected = JSON.parse(readFileSync(new URL("./expected.json", import.meta.url)));
let browser;

before(async () => (browser = await openBrowser()));
after(() => browser.close());

/** A test with a page of its own, in which nothing may go wrong. */
function withPage(name, act, options) {
  test(name, async () => {
    const page = await openPage(browser, options);
    await act(page);
    assert.deepEqual(page.failures, []);
    await page.context().close();
  });
}

const bitsOf = (text) => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Number(text));
  return view.getBigUint64(0).toString(16).padStart(16, "0");
};

const rateOf = (page, row) => page.locator("#rates tr").nth(row).locator("td.rate").textContent();
const tab = (page, name) => page.getByRole("tab", { name }).click();

async function setSteps(page, steps) {
  await page.fill("#steps", String(steps));
  await page.press("#steps", "Enter");
}

/** Drops a file on the page. */
async function drop(page, text, name) {
  const data = await page.evaluateHandle(([text, name]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name));
    return transfer;
  }, [text, name]);
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
}

const csv = ({ lr, loss }) => ["lr,loss", ...lr.map((rate, i) => `${rate},${loss[i] ?? "nan"}`)].join("\n");

withPage("the page asks for nothing from anywhere", async (page) => {
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.reload();
  await page.waitForSelector("body.ready");
  assert.equal(requests.filter((url) => !/^(file|data|blob):/.test(url)).length, 0, requests.join(" "));
  assert.ok((await page.locator("#chart polyline.line").count()) === 1);
});

withPage("every entry of the catalogue: the same bits as the crate, and no loss between JSON and TOML", async (page) => {
  await setSteps(page, 1000);
  const offered = await page.$$eval("#entry option[value*='/']", (options) => options.map((option) => option.value));
  assert.deepEqual(offered.toSorted(), expected.entries.map(({ entry }) => entry).toSorted());
  for (const { entry, line, rates } of expected.entries) {
    await page.selectOption("#entry", entry);
    assert.equal((await page.textContent("#line")).toLowerCase(), `${line}.`.toLowerCase());
    for (const [step, bits] of rates) {
      await page.fill("#step", String(step));
      assert.equal(bitsOf(await rateOf(page, 0)), bits, `${entry} at ${step}`);
    }
    const toml = await page.inputValue("#text");
    await page.getByLabel("JSON", { exact: true }).check();
    JSON.parse(await page.inputValue("#text"));
    await page.getByLabel("TOML", { exact: true }).check();
    assert.equal(await page.inputValue("#text"), toml, entry);
    assert.equal(await page.textContent("#problem"), "");
  }
});

withPage("from nothing to a comparison and a line of Rust", async (page) => {
  await setSteps(page, 20_000);
  await page.selectOption("#entry", "presets/warmup_cosine");
  await page.fill("#step", "12345");
  const { scaled } = expected.entries.find(({ entry }) => entry === "presets/warmup_cosine");
  assert.equal(bitsOf(await rateOf(page, 0)), scaled);
  await page.getByRole("button", { name: "Add a schedule" }).click();
  await page.selectOption("#entry", "presets/warmup_stable_decay");
  assert.equal(await page.locator("#rates tr").count(), 2);
  assert.equal(await page.locator("#chart polyline.line").count(), 2);
  assert.notEqual(await rateOf(page, 0), await rateOf(page, 1));
  await page.getByRole("button", { name: "Copy Rust" }).click();
  const rust = await page.textContent("#rust");
  assert.match(rust, /^use lr_schedule::\{.*\};\n\nlet schedule = .*\?\)?;\n$/s);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), rust);
  await tab(page, "Compare");
  assert.match(await page.textContent("#differences"), /differ from step \d/);
  const ratios = await page.locator("#ratios td").allTextContents();
  assert.equal(ratios.length, 4);
  // WSD spends more of the run near its peak than a cosine, so it needs a lower one.
  assert.ok(Number(ratios[1]) < 1 && Math.abs(ratios[1] * ratios[2] - 1) < 1e-3, `${ratios}`);
});

withPage("a schedule is scaled to the run length", async (page) => {
  await page.fill("#text", "type = 'linear_decay'\nstart = 0.1\nend = 0\nsteps = 900");
  await page.getByRole("button", { name: "Scale to run length" }).click();
  assert.match(await page.inputValue("#text"), /^steps = 10000$/m);
  assert.ok(await page.isDisabled("#rescale"));
  assert.match(await page.textContent("#settles"), /from step 10,000 on/);
});

withPage("an error is shown at its field, in the crate's words", async (page) => {
  await page.selectOption("#entry", "schedules/step_decay");
  const text = (await page.inputValue("#text")).replace("gamma = 0.5", "gamma = 1.5");
  await page.fill("#text", text);
  assert.equal(await page.textContent("#backdrop mark"), "gamma = 1.5");
  assert.match(await page.textContent("#problem"), /^Line 3 (gamma: )?`gamma` is 1\.5, but must be in 0\.\.=1$/);
  assert.equal(await page.getAttribute("#text", "aria-invalid"), "true");
  assert.ok(await page.isDisabled("#copy-rust"));
  await page.getByRole("button", { name: "Line 3" }).click();
  const selected = await page.$eval("#text", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
  assert.equal(selected, "gamma = 1.5");
  await page.fill("#text", text.replace("1.5", "0.9"));
  assert.equal(await page.textContent("#problem"), "");
  assert.equal(await page.locator("#backdrop mark").count(), 0);
});

withPage("a link restores everything", async (page) => {
  await setSteps(page, 1234);
  await page.selectOption("#entry", "schedules/cyclic");
  await page.getByRole("button", { name: "Add a schedule" }).click();
  await page.selectOption("#entry", "shapes/rex");
  await page.getByLabel("JSON", { exact: true }).check();
  await page.getByLabel("Logarithmic rate").check();
  await page.fill("#step", "321");
  await tab(page, "Compare");
  await page.fill("#log-text", "step,lr\n0,0.1\n1,0.2");
  await page.waitForFunction(() => document.querySelectorAll("#departures li").length === 2);
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.waitForFunction(() => document.getElementById("toast").textContent.startsWith("Link"));
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await openPage(browser, {}, new URL(link).hash);
  for (const id of ["#steps", "#step", "#text", "#log-text"]) {
    assert.equal(await other.inputValue(id), await page.inputValue(id), id);
  }
  for (const id of ["#rates", "#slots", "#departures", "#differences"]) {
    assert.equal(await other.textContent(id), await page.textContent(id), id);
  }
  assert.ok(await other.isChecked("#log-axis"));
  assert.ok(await other.isVisible("#panel-compare"));
  assert.deepEqual(other.failures, []);
  await other.context().close();
});

withPage("a logged run is compared, and an off-by-one is named", async (page) => {
  await setSteps(page, 1000);
  await page.selectOption("#entry", "schedules/linear_decay");
  await tab(page, "Compare");
  const log = (shift) => "step,lr\n" + Array.from({ length: 20 }, (_, i) => `${i + shift},${0.1 * (1 - i / 900)}`).join("\n");
  await drop(page, log(0), "log.csv");
  await page.waitForFunction(() => document.getElementById("departures").textContent.includes("20 logged rates agree"));
  assert.match(await page.getAttribute("#chart path.dots", "d"), /^M/);
  await drop(page, log(1), "log.csv");
  await page.waitForFunction(() => document.getElementById("departures").textContent.includes("departs at step 1,"));
  assert.match(await page.textContent("#departures"), /one step earlier: an off-by-one/);
});

withPage("a dropped range test gets the crate's suggestion", async (page) => {
  await tab(page, "Range test");
  let [suggestions, reasons] = [0, 0];
  for (const sweep of expected.sweeps) {
    await drop(page, csv(sweep), "sweep.csv");
    await page.waitForFunction((text) => document.getElementById("sweep-text").value === text, csv(sweep));
    if (sweep.suggestion === null) {
      assert.equal(await page.textContent("#reason"), `${sweep.reason}.`);
      reasons += 1;
    } else {
      const shown = await page.locator("#finding tr", { hasText: "all digits" }).locator("td").textContent();
      assert.equal(Number(shown), sweep.suggestion);
      suggestions += 1;
    }
  }
  assert.ok(suggestions > 10, `${suggestions} suggestions, ${reasons} reasons`);
});

withPage("smoothed losses are noticed, and turned back into the same suggestion", async (page) => {
  const isQuiet = ({ suggestion, loss }) => suggestion !== null && loss.length >= 90 && loss.every((value) => value !== null);
  await tab(page, "Range test");
  let asked = 0;
  for (const sweep of expected.sweeps.filter(isQuiet).slice(0, 6)) {
    let [average, weight] = [0, 1];
    const loss = sweep.loss.map((value) => {
      average = 0.98 * average + 0.02 * value;
      weight *= 0.98;
      return average / (1 - weight);
    });
    await page.fill("#sweep-text", JSON.stringify({ lr: sweep.lr, loss }));
    await page.waitForFunction(() => document.querySelector("#smoothed button, #finding .note"));
    asked += (await page.locator("#smoothed button").count()) > 0 ? 1 : 0;
    await page.selectOption("#smoothing", "debiased");
    const shown = await page.locator("#finding tr", { hasText: "all digits" }).locator("td").textContent();
    assert.ok(Math.abs(Number(shown) / sweep.suggestion - 1) < 1e-6, `${shown} ${sweep.suggestion}`);
    await page.getByRole("button", { name: "Clear" }).click();
  }
  assert.ok(asked >= 5, `${asked} of 6`);
});

const MARKUP = `<img src=x onerror="alert(1)"><script>alert(2)</script>"'}]`;
const HOSTILE = [
  "",
  "\0\u202e",
  MARKUP,
  `{"type":"${MARKUP.replaceAll('"', "'")}"}`,
  `type = "${MARKUP.replaceAll('"', "'")}"`,
  "rate = nan\ntype = 'constant'",
  '{"type":"constant","rate":NaN}',
  '{"type":"constant","rate":1e999}',
  '{"type":"delayed","steps":1,"schedule":'.repeat(20_000),
  "[".repeat(500_000),
  `schedule = ${"{ schedule = ".repeat(50_000)}1`,
  "x".repeat(5_000_000),
  `lr,loss\n${"nan,nan\n".repeat(10_000)}`,
  '{"lr":[1e999,-1],"loss":[0,0]}',
];

withPage("hostile texts are errors in every field", async (page) => {
  const type = (id, text) => page.evaluate(([id, text]) => {
    const field = document.getElementById(id);
    field.value = text;
    field.dispatchEvent(new Event("input"));
  }, [id, text]);
  const fields = [["Design", "text", "problem"], ["Compare", "log-text", "log-problem"], ["Range test", "sweep-text", "sweep-problem"]];
  for (const [name, field, problem] of fields) {
    await tab(page, name);
    for (const text of HOSTILE) {
      await type(field, text);
      // Files are read once typing has stopped.
      await page.waitForTimeout(field === "text" ? 0 : 300);
      const shown = () => page.textContent(`#${problem}`);
      for (let wait = 0; wait < 50 && text !== "" && (await shown()) === ""; wait += 1) await page.waitForTimeout(100);
      const empty = text === "" && field !== "text";
      assert.equal((await shown()) === "", empty, `${field}: ${text.slice(0, 60)}`);
      assert.ok((await shown()).length < 700);
      assert.equal(await page.locator("img, main script").count(), 0);
      await type(field, field === "text" ? "type = 'constant'\nrate = 1" : "");
      await page.waitForFunction((id) => document.getElementById(id).textContent === "", problem);
    }
  }
  for (const text of ["-5", "0", "99999999999999999999", "1e400", "0.5", ""]) {
    await tab(page, "Design");
    await setSteps(page, text);
    await page.fill("#step", text);
    assert.match(await page.inputValue("#steps"), /^[1-9]\d*$/);
  }
  await page.fill("#text", "type = 'constant'\nrate = 0.25");
  assert.equal(await rateOf(page, 0), "0.25");
});

test("hostile links open the page as it is", async () => {
  const pack = async (value) => {
    const stream = new Blob([value]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return `#1.${Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url")}`;
  };
  const slot = { name: MARKUP, text: MARKUP, format: "json" };
  const links = [
    "#",
    "#1.",
    "#1.%00",
    `#${encodeURIComponent(MARKUP)}`,
    await pack("null"),
    await pack("[1"),
    await pack(JSON.stringify({ slots: [{ text: 1 }, null, 5], steps: "x", active: -1 })),
    await pack(JSON.stringify({ slots: [slot, slot, slot, slot, slot], steps: 1e300, step: -1, tab: MARKUP, smoothing: MARKUP, logText: MARKUP, sweepText: MARKUP })),
    await pack(`"${" ".repeat(50_000_000)}"`),
  ];
  for (const link of links) {
    const page = await openPage(browser, {}, link);
    assert.ok(await page.isVisible("#text"), link.slice(0, 40));
    assert.equal(await page.locator("img").count(), 0);
    assert.deepEqual(page.failures, [], link.slice(0, 40));
    await page.context().close();
  }
});

withPage("everything can be reached by keyboard", async (page) => {
  await page.focus("#tab-design");
  await page.keyboard.press("ArrowRight");
  assert.ok(await page.isVisible("#panel-compare"));
  await page.keyboard.press("ArrowLeft");
  assert.ok(await page.isVisible("#panel-design"));
  await page.focus("#step-slider");
  const step = Number(await page.inputValue("#step"));
  await page.keyboard.press("ArrowRight");
  assert.equal(Number(await page.inputValue("#step")), step + 1);
  await page.keyboard.press("Home");
  assert.equal(await page.inputValue("#step"), "0");
});

withPage("the pointer reads the chart", async (page) => {
  const box = await page.locator("#chart").boundingBox();
  await page.mouse.move(box.x + 62, box.y + 100);
  assert.equal(await page.inputValue("#step"), "0");
  await page.mouse.move(box.x + box.width - 10, box.y + 100);
  assert.equal(await page.inputValue("#step"), "10000");
});

withPage("four schedules of a million steps are drawn quickly", async (page) => {
  for (const entry of ["presets/warmup_stable_decay", "schedules/warm_restarts", "schedules/one_cycle"]) {
    await page.getByRole("button", { name: "Add a schedule" }).click();
    await page.selectOption("#entry", entry);
  }
  const times = [];
  for (let i = 0; i < 5; i += 1) {
    await setSteps(page, 900_000 + i);
    times.push(await page.evaluate(() => new Promise((resolve) => {
      const field = document.getElementById("steps");
      field.value = Number(field.value) + 100_000;
      const start = performance.now();
      field.dispatchEvent(new Event("change"));
      // The chart is drawn in the next frame; this comes right after it.
      requestAnimationFrame(() => resolve(performance.now() - start));
    })));
  }
  const best = Math.min(...times);
  console.log(`four schedules of 1,000,000 steps: drawn ${best.toFixed(1)} ms after the change, the wait for the frame included`);
  assert.ok(best < 200, `${times}`);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    withPage(`nothing to complain about for a screen reader or a narrow screen: ${width} px, ${colorScheme}`, async (page) => {
      await page.getByRole("button", { name: "Add a schedule" }).click();
      await page.selectOption("#entry", "presets/warmup_stable_decay");
      for (const name of ["Design", "Compare", "Range test"]) {
        await tab(page, name);
        if (name === "Range test") await page.getByRole("button", { name: "Show an example" }).click();
        const wide = await page.evaluate(() => document.scrollingElement.scrollWidth);
        assert.ok(wide <= width, `${name}: ${wide}`);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.html).join(" ")}`), [], name);
      }
    }, { viewport: { width, height: 800 }, colorScheme });
  }
}

withPage("nothing moves while the page opens", async (page) => {
  const shift = await page.evaluate(() => new Promise((resolve) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value))).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(sum), 500);
  }));
  assert.ok(shift < 0.02, `${shift}`);
});
