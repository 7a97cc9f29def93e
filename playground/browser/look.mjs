// Takes pictures of the page in both themes and at two widths, to be looked at.

import { mkdirSync } from "node:fs";
import { openBrowser, openPage } from "./browser.mjs";

const folder = new URL("./shots/", import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const width of [1280, 360]) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await openPage(browser, { viewport: { width, height: width === 360 ? 780 : 860 }, colorScheme });
    const shoot = (name) => page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: true });
    await page.getByRole("button", { name: "Add a schedule" }).click();
    await page.selectOption("#entry", "presets/warmup_stable_decay");
    await page.getByRole("button", { name: "Add a schedule" }).click();
    await page.selectOption("#entry", "schedules/step_decay");
    await shoot("design");
    await page.fill("#text", (await page.inputValue("#text")).replace("gamma = 0.5", "gamma = 1.5"));
    await shoot("error");
    await page.selectOption("#entry", "schedules/one_cycle");
    await page.getByRole("tab", { name: "Compare" }).click();
    await page.fill("#log-text", "step,lr\n" + Array.from({ length: 30 }, (_, i) => `${i * 20},${0.1 * Math.min(1, i / 5)}`).join("\n"));
    await page.waitForTimeout(400);
    await shoot("compare");
    await page.getByRole("tab", { name: "Range test" }).click();
    await page.getByRole("button", { name: "Show an example" }).click();
    await shoot("range");
    await page.close();
  }
}
await browser.close();
