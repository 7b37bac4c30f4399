// Checks the console in a browser: console/browser/run starts it.

import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { started } from "./processes.mjs";

const [root, pictures] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

// Elsewhere than in the checkout, as the page shows where modules are.
const folder = await mkdtemp(join(tmpdir(), "shop-"));
await copyFile(join(root, "console/browser/shop.conf"), join(folder, "shop.conf"));
await copyFile(join(root, "actors/src/test/resources/guests/reactor.wasm"), join(folder, "reactor.wasm"));
const server = started(root, "run", join(folder, "shop.conf"), "-v");
const ended = [server];
try {
  await server.says(/ Ready: /);
  const shown = started(root, "console", "-p", "shop");
  ended.push(shown);
  const [, address] = await shown.says(/at (http:\S+)/);
  const browser = await launched();
  try {
    await check(browser, address);
  } finally {
    await browser.close();
  }
  console.log("the console is as it has to be");
} finally {
  await Promise.all(ended.map((each) => each.end()));
  await rm(folder, { recursive: true });
}

async function launched() {
  if (process.env.CHROMIUM) {
    return chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  }
  const carried = (await import("@sparticuz/chromium")).default;
  return chromium.launch({ executablePath: await carried.executablePath(), args: carried.args });
}

async function check(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 1000 }, locale: "en-GB" });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.stack));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(address).origin)) wrong.push(`asked ${request.url()}`);
  });

  await page.goto(address);
  await page.getByRole("heading", { name: "shop" }).waitFor();
  assert.ok(!page.url().includes("token"), "the token stays in the address");
  await page.getByRole("button", { name: /^mail server, restarting/ }).waitFor();

  await showsTheApplication(page);
  await goesByKeyboard(page);
  await looksRight(page, "light", { colorScheme: "light" });
  await looksRight(page, "dark", { colorScheme: "dark" });
  await page.setViewportSize({ width: 400, height: 900 });
  await looksRight(page, "narrow", { colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 1000 });
  await restartsAGuest(page);
  await followsTheLog(page);
  await isForOneBrowser(browser, address);
  assert.deepEqual(wrong, [], "the page has failed, or asked elsewhere");
  await server.end();
  await page.getByRole("alert").filter({ hasText: "shop has ended." }).waitFor();
  await looksRight(page, "ended", { colorScheme: "light" });
  const others = wrong.filter((each) => !each.startsWith("Failed to load resource: "));
  assert.deepEqual(others, [], "the page has failed when the application had ended");
}

async function showsTheApplication(page) {
  const guests = page.getByRole("table", { name: "Guests" });
  for (const guest of ["mail", "price", "shop", "stock.1", "stock.2", "till", "window"]) {
    await guests.getByRole("row", { name: new RegExp(`^${guest.replace(".", "\\.")} `) }).waitFor();
  }
  await page.getByRole("table", { name: "Who calls whom" }).getByText("till → shop").waitFor();
  await page.getByRole("button", { name: /^stock ×2 server/ }).waitFor();
  await page.getByRole("table", { name: "Open calls" })
    .getByText("till -> shop.Order").first().waitFor();
  await page.getByRole("table", { name: "Start order" })
    .getByRole("row", { name: /^2 shop requires price\.v1\.price, stock\.v1\.stock/ }).waitFor();
  await page.getByRole("searchbox").fill("stock.v1");
  await guests.getByRole("row", { name: /^till / }).waitFor({ state: "detached" });
  assert.equal(await guests.getByRole("row").count(), 4, "stock's instances, and who requires them");
  await page.getByRole("searchbox").fill("");
}

async function goesByKeyboard(page) {
  await page.keyboard.press("Tab");
  const first = page.locator("svg [role=button][tabindex='0']");
  assert.equal(await first.count(), 1, "the graph is one stop of the tab key");
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  const heading = page.locator("#details-heading");
  assert.equal(await heading.textContent(), "shop");
  assert.ok(await heading.evaluate((node) => node === document.activeElement), "the details have the focus");
}

async function looksRight(page, name, media) {
  await page.emulateMedia(media);
  const file = `${name}.png`;
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: file, fullPage: name === "narrow" });
  if (pictures === "pictures" && ["light", "dark"].includes(name)) {
    await mkdir(join(root, "console/pictures"), { recursive: true });
    await copyFile(file, join(root, "console/pictures", file));
  }
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const told = violations.map(({ id, help, nodes }) => ({ id, help, at: nodes.map(({ html }) => html) }));
  assert.deepEqual(told, [], `axe has found something (${name})`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} pixels too wide (${name})`);
}

async function restartsAGuest(page) {
  const row = page.getByRole("table", { name: "Guests" }).getByRole("row", { name: /^price / });
  const restarts = async () => Number(await row.getByRole("cell").nth(2).textContent());
  await row.getByRole("button").click();
  await page.getByRole("button", { name: "Restart …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "No" }).press("Enter");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  assert.equal(await restarts(), 0);
  await page.getByRole("button", { name: "Restart …" }).click();
  await page.getByRole("dialog").getByText("Restart price?").waitFor();
  await page.screenshot({ path: "restart.png" });
  await page.getByRole("dialog").getByRole("button", { name: "Restart" }).click();
  await page.getByRole("status").filter({ hasText: "price runs again." }).waitFor();
  await row.getByRole("cell").nth(2).getByText("1").waitFor();
}

async function followsTheLog(page) {
  const log = page.getByRole("list", { name: "Log" });
  await log.getByText("Ready: ").waitFor();
  await page.getByRole("combobox").selectOption("till");
  await log.getByText("Ready: ").waitFor({ state: "detached" });
  await log.getByText("the till is open").waitFor();
}

async function isForOneBrowser(browser, address) {
  const other = await browser.newContext();
  const page = await other.newPage();
  const answer = await page.goto(address);
  assert.equal(answer.status(), 403);
  assert.match(await page.textContent("body"), /This address was opened before/);
  await other.close();
}
