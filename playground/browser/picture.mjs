// Takes the picture of the README.

import { openBrowser, openPage } from "./browser.mjs";

const browser = await openBrowser();
const page = await openPage(browser, { viewport: { width: 1180, height: 770 }, colorScheme: "light" });
await page.fill("#steps", "20000");
await page.press("#steps", "Enter");
await page.selectOption("#entry", "presets/warmup_cosine");
await page.getByRole("button", { name: "Add a schedule" }).click();
await page.selectOption("#entry", "presets/warmup_stable_decay");
await page.fill("#step", "12345");
await page.locator("#slots").getByRole("button", { name: "A warmup_cosine", exact: true }).click();
await page.mouse.move(0, 0);
await page.screenshot({ path: new URL("../../doc/figures/playground.png", import.meta.url).pathname });
await browser.close();
