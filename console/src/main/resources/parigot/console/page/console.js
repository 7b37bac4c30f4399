// The page: asks each second how the application stands, and has the parts show it.

import { details } from "./details.js";
import { byId, text } from "./dom.js";
import { graph } from "./graph.js";
import { log } from "./log.js";
import { duration, modelOf } from "./model.js";
import { tables } from "./tables.js";

const EACH_MILLIS = 1000;

// The token has done what it is for.
history.replaceState(null, "", location.pathname + location.hash);

let chosen;
let model;
let name = "The application";
let states = new Map();

const showTables = tables(select);
const showGraph = graph(byId("graph"), select);
const showDetails = details({ restart, log: (guest) => showLog.of(guest) });
const showLog = log();

function select(what) {
  chosen = what;
  show();
  byId("details-heading").focus({ preventScroll: innerWidth > 1000 });
}

function show() {
  if (!model) return;
  showGraph(model, chosen);
  showTables(model);
  showDetails(model, chosen);
  showLog.guests([...new Set(model.guests.map((guest) => guest.guest))].sort());
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(`api/${path}`, options);
  } catch {
    throw new Error('The command "parigot console" has ended: start it again, and open the address that it prints.');
  }
  const type = answer.headers.get("content-type") ?? "";
  if (!answer.ok) throw new Error(type.includes("json") ? (await answer.json()).error : await answer.text());
  return answer.json();
}

async function look() {
  const { applications } = await ask("application");
  if (applications.length === 0) {
    document.body.classList.add("ended");
    text(byId("state"), "has ended");
    trouble(`${name} has ended. What is shown is how it stood last; it goes on when it runs again.`);
    return;
  }
  const [{ calls }, traffic, { failures }] =
    await Promise.all([ask("calls"), ask("traffic"), ask("failures")]);
  document.body.classList.remove("ended");
  name = applications[0].name;
  model = modelOf(applications, calls, traffic, failures);
  text(byId("name"), name);
  if (document.title !== `${name} – Parigot`) document.title = `${name} – Parigot`;
  text(byId("state"), stateOf(applications));
  trouble(applications.map((each) => each.trouble).filter(Boolean).join(" "));
  tellNews();
  show();
}

function stateOf(applications) {
  const one = applications[0];
  const where = [...new Set(applications.flatMap((each) => each.addresses))];
  const many = applications.length > 1 ? `, ${applications.length} nodes here` : `, process ${one.process}`;
  const state = [...new Set(applications.map((each) => each.state))].join(", ");
  const at = where.length > 0 ? `, at ${where.join(", ")}` : "";
  return `${state} for ${duration(one.uptime_seconds)}${many}${at}`;
}

function trouble(sentence) {
  const place = byId("trouble");
  place.hidden = !sentence;
  text(place, sentence);
}

/** For those who hear the page: which guest stands otherwise than before. */
function tellNews() {
  const now = new Map(model.guests.map((guest) => [guest.key, guest.state]));
  const changed = [...now].filter(([key, state]) => states.size > 0 && states.get(key) !== state);
  if (changed.length > 0) {
    const told = changed.slice(0, 5).map(([key, state]) => `${key} is ${state}`);
    text(byId("news"), told.join(", ") + (changed.length > 5 ? `, and ${changed.length - 5} more.` : "."));
  }
  states = now;
}

async function restart(guest) {
  const dialog = byId("confirm");
  text(byId("confirm-question"), `Restart ${guest}?`);
  dialog.returnValue = "no";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "yes") return;
  text(byId("news"), `${guest} is being restarted.`);
  try {
    await ask(`guests/${encodeURIComponent(guest)}/restart`, { method: "POST" });
    text(byId("news"), `${guest} runs again.`);
  } catch (failure) {
    refused = `${guest} was not restarted: ${failure.message}`;
    trouble(refused);
    setTimeout(() => (refused = ""), 10_000);
  }
}

let refused = "";

async function lookAgain() {
  if (!document.hidden) {
    try {
      await look();
      if (refused) trouble(refused);
    } catch (failure) {
      trouble(failure.message);
    }
  }
  setTimeout(lookAgain, EACH_MILLIS);
}

new ResizeObserver(() => show()).observe(byId("graph"));
lookAgain();
