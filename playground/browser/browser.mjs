// The browser and the page, as all scripts here open them.

import { chromium } from "playwright-core";

export const PAGE = new URL("../dist/index.html", import.meta.url).href;

export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

/** Opens the page from disk and waits until it is ready. Errors of the page are kept in `page.failures`. */
export async function openPage(browser, options = {}, hash = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  const page = await context.newPage();
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.failures.push(message.text()));
  page.on("dialog", (dialog) => page.failures.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  await page.goto(PAGE + hash);
  await page.waitForSelector("body.ready", { timeout: 15_000 });
  return page;
}
