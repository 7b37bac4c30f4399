// Checks the console in a browser: console/browser/run starts it.

import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
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
const browser = await launched();
try {
  await shown([], 1, (address, server) => check(browser, address, server));
  await shown(["--placement", await placement(), "--all-nodes"], 3, (address) => checkNodes(browser, address));
  console.log("the console is as it has to be");
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}

/** Runs the shop, and the console of it, for a check. */
async function shown(options, nodes, checked) {
  const server = started(root, "run", join(folder, "shop.conf"), "-v", ...options);
  const ended = [server];
  try {
    await server.says(/ Ready: /, nodes);
    const console = started(root, "console", "-p", "shop");
    ended.push(console);
    const [, address] = await console.says(/at (http:\S+)/);
    await checked(address, server);
  } finally {
    await Promise.all(ended.map((each) => each.end()));
  }
}

/** Where the guests run when there are three nodes, on ports that are free. */
async function placement() {
  const nodes = await Promise.all(["a", "b", "c"].map(async (name) =>
    `${name} { host = 127.0.0.1, port = ${await freePort()} }`));
  const file = join(folder, "nodes.conf");
  await writeFile(file, `parigot {
    nodes { ${nodes.join(", ")} }
    placement { default = a, stock { nodes = [b, c] }, price { nodes = [c] }, mail { nodes = [b] } }
  }`);
  return file;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const socket = createServer().once("error", reject);
    socket.listen(0, "127.0.0.1", () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}

async function launched() {
  const executablePath = process.env.CHROMIUM || (await (await import("@sparticuz/chromium")).default.executablePath());
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

/** Opens the page in a browser of its own, and gives what goes wrong there. */
async function opened(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 1000 }, locale: "en-GB" });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.stack));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(address).origin)) wrong.push(`asked ${request.url()}`);
  });
  await page.goto(address);
  await page.getByRole("heading", { name: "shop", exact: true }).waitFor();
  assert.ok(!page.url().includes("token"), "the token stays in the address");
  return { page, wrong };
}

async function check(browser, address, server) {
  const { page, wrong } = await opened(browser, address);
  await page.getByRole("button", { name: /^mail server, restarting/ }).waitFor();

  await showsTheApplication(page);
  await goesByKeyboard(page);
  await showsWhoCallsWhom(page, "till → shop", "visitor → price");
  await looksRight(page, "light", { colorScheme: "light" });
  await looksRight(page, "dark", { colorScheme: "dark" });
  await page.setViewportSize({ width: 400, height: 900 });
  await looksRight(page, "narrow", { colorScheme: "light" });
  await page.setViewportSize({ width: 1360, height: 1000 });
  await restartsAGuest(page, "price");
  await followsTheLog(page);
  await isForOneBrowser(browser, address);
  assert.deepEqual(wrong, [], "the page has failed, or asked elsewhere");
  await server.end();
  await page.getByRole("alert").filter({ hasText: "shop has ended." }).waitFor();
  await looksRight(page, "ended", { colorScheme: "light" });
  const others = wrong.filter((each) => !each.startsWith("Failed to load resource: "));
  assert.deepEqual(others, [], "the page has failed when the application had ended");
}

async function checkNodes(browser, address) {
  const { page, wrong } = await opened(browser, address);
  const guests = page.getByRole("table", { name: "Guests" });
  for (const guest of ["price@c", "shop@a", "stock.1@b", "stock.2@c", "till@a"]) {
    await guests.getByRole("row", { name: new RegExp(`^${guest.replace(".", "\\.")} `) }).waitFor();
  }
  await page.getByRole("button", { name: /^mail server, restarting, node b/ }).waitFor();
  await page.getByRole("table", { name: "Open calls" }).getByText("a/till -> a/shop.Order").first().waitFor();
  await page.getByRole("table", { name: "Start order" })
    .getByRole("row", { name: /^2 shop@a requires price\.v1\.price, stock\.v1\.stock/ }).waitFor();
  for (const edge of ["shop@a → stock@b", "shop@a → stock@c", "shop@a → price@c"]) {
    await page.getByRole("table", { name: "Who calls whom" }).getByRole("button", { name: edge }).waitFor();
  }
  const links = page.getByRole("table", { name: "Nodes, and the links between them" });
  assert.equal(await links.getByRole("cell", { name: "linked", exact: true }).count(), 6, "each node sees two others");
  await showsWhoCallsWhom(page, "till@a → shop@a", "visitor@a → price@c");
  const outside = await page.getByRole("button", { name: /from outside/ }).allTextContents();
  assert.deepEqual(outside, [], "guests of the nodes are known as such");
  await looksRight(page, "nodes", { colorScheme: "light" });
  await restartsAGuest(page, "price@c");
  const log = page.getByRole("list", { name: "Log" });
  await page.getByRole("combobox").selectOption("visitor");
  await log.getByText("the visitor has called").waitFor();
  await log.getByText("A call of a/visitor failed: c/price.Hold did not answer").waitFor();
  assert.deepEqual(wrong, [], "the page has failed, or asked elsewhere");
}

async function showsTheApplication(page) {
  const guests = page.getByRole("table", { name: "Guests" });
  for (const guest of ["mail", "price", "shop", "stock.1", "stock.2", "till", "visitor", "window"]) {
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

/** One whose calls go well, and one whose calls have failed. */
async function showsWhoCallsWhom(page, busy, failed) {
  const edges = page.getByRole("table", { name: "Who calls whom" });
  const details = page.getByRole("region", { name: busy });
  await edges.getByRole("button", { name: busy }).click();
  const order = details.getByRole("table", { name: "Rates and times" }).getByRole("row", { name: /^Order / });
  await order.waitFor();
  assert.match(await order.textContent(), /^Order\d+(\.\d)?7\d\d ms/, "a call takes 700 ms");
  await details.getByText("None has failed.").waitFor();
  await page.locator("svg .edge.busy").filter({ hasText: "/s" }).first().waitFor();

  await edges.getByRole("button", { name: failed }).click();
  const others = page.getByRole("region", { name: failed });
  await others.getByText(/^Refund, .* ago: .*answered with its error 4\./).waitFor();
  await others.getByText(/^Hold, .* ago: .* did not answer within \d+ ms: .* It may have run\./).waitFor();
  await page.getByRole("table", { name: "Failed calls" }).getByText(/did not answer within \d+ ms/).waitFor();
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

async function restartsAGuest(page, key) {
  const row = page.getByRole("table", { name: "Guests" }).getByRole("row", { name: new RegExp(`^${key} `) });
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
