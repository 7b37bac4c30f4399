// What is beside the graph: a guest, or who calls whom, in full.

import { byId, element, keyed, table, text } from "./dom.js";
import { bytes, duration, rate, shortTime, unsigned } from "./model.js";
import { chain, reason, stateOf } from "./tables.js";

/**
 * @param acts restart(guest), log(guest)
 * @return takes a model and what is chosen, and shows that
 */
export function details(acts) {
  const parent = byId("details");
  let shown = "";
  return (model, chosen) => {
    const place = chosen?.place && model.places.find((each) => each.key === chosen.place);
    const edge = chosen?.edge && model.edges.find((each) => each.key === chosen.edge);
    const key = place ? `place ${place.key}` : edge ? `edge ${edge.key}` : "";
    if (!key && !chosen) return;
    if (key !== shown) {
      shown = key;
      parent.replaceChildren();
      text(byId("details-heading"), place ? place.key : edge ? `${edge.from} → ${edge.to}` : "Details");
    }
    if (place) showPlace(parent, place, model, acts);
    else if (edge) showEdge(parent, edge, model);
    else text(parent, "It is not there any more.");
  };
}

function showPlace(parent, place, model, acts) {
  if (parent.childElementCount === 0) {
    parent.append(element("dl"), element("div", { class: "buttons" }));
    if (!place.outside) {
      parent.children[1].append(
        element("button", { type: "button", on: { click: () => acts.restart(place.name) } }, "Restart …"),
        element("button", { type: "button", on: { click: () => acts.log(place.name) } }, "Its log"),
      );
    }
  }
  const calls = model.edges.filter((edge) => edge.from === place.key);
  const callers = model.edges.filter((edge) => edge.to === place.key);
  const names = (which) => [...new Set(place.guests.flatMap((guest) => guest[which]))].sort();
  const guests = place.guests.flatMap((guest) => facts(guest, place.guests.length > 1));
  list(parent.children[0], [
    ...guests,
    ["Exports", names("exports").join(", ")],
    ["Requires", names("requires").join(", ")],
    ["Calls", calls.map((edge) => edge.to).join(", ")],
    ["Is called by", callers.map((edge) => edge.from).join(", ")],
    ["Module", place.guests[0]?.module ?? ""],
    ["SHA-256", place.guests[0]?.digest ?? ""],
  ]);
}

function facts(guest, several) {
  const of = several ? ` (${guest.name})` : "";
  return [
    [`State${of}`, stateOf(guest)],
    [`Kind${of}`, `${guest.kind}, ${guest.shape}, ${guest.engine}`],
    [`Restarts${of}`, String(guest.restarts)],
    [`Memory${of}`, guest.memory === 0 ? "" : `${bytes(unsigned(guest.memory))} of ${bytes(unsigned(guest.memory_limit))}`],
    [`Mailbox${of}`, `${guest.mailbox} of ${guest.mailbox_limit}`],
    [`Own calls${of}`, `${guest.calls} of ${guest.calls_limit}`],
  ];
}

const MOST_SHOWN = 20;

// The table of rates, of each parent that has one.
const rates = new WeakMap();

function showEdge(parent, edge, model) {
  if (parent.childElementCount === 0) {
    const traffic = element("div", { class: "scroll" });
    rates.set(parent, ratesTable(traffic));
    parent.append(
      element("dl"), element("h3"), traffic, element("p", { class: "hint" }),
      element("h3", {}, "Open calls"), element("ul", { class: "plain calls" }),
      element("h3", {}, "Failed calls"), element("ul", { class: "plain calls" }));
  }
  const [facts, since, , shared, , open, , failed] = parent.children;
  list(facts, [["Services", [...edge.names].sort().join(", ")]]);
  text(since, `Calls of the last ${duration(model.seconds)}`);
  rates.get(parent)(edge.traffic);
  shared.hidden = !edge.traffic.some((each) => each.shared);
  text(shared, `Counted by the service's name: together with what ${edge.from} called of it elsewhere.`);
  entries(open, edge.open, (call) => call.call, "None waits for an answer.",
    (call) => `${call.method}, ${duration(call.age_seconds)} of ${duration(call.timeout_seconds)}`);
  entries(failed, edge.failures, (call) => call.call, "None has failed.",
    (call) => `${call.method}, ${duration(call.age_seconds)} ago: ${reason(call)}`);
}

function ratesTable(parent) {
  return table(parent, {
    label: "Rates and times",
    empty: "There was none.",
    keyOf: (each) => `${each.caller} ${each.service} ${each.method}`,
    columns: [
      { title: "Method", heading: true, cell: (each) => each.method },
      { title: "Calls/s", number: true, cell: (each) => rate(each.per_second) },
      { title: "p50", number: true, cell: (each) => shortTime(each.p50_seconds) },
      { title: "p99", number: true, cell: (each) => shortTime(each.p99_seconds) },
      { title: "Errors", number: true, cell: (each) => String(each.errors) },
    ],
  });
}

/** Calls with their chains, the first ones of them. */
function entries(parent, calls, keyOf, none, said) {
  const shown = calls.slice(0, MOST_SHOWN);
  if (calls.length > MOST_SHOWN) shown.push({ more: calls.length - MOST_SHOWN });
  if (calls.length === 0) shown.push({ none });
  keyed(parent, shown, (call) => (call.none ? "none" : call.more ? "more" : keyOf(call)),
    () => element("li", {}, element("span"), element("div")),
    (li, call) => {
      const isCall = !call.none && !call.more;
      li.className = isCall ? "" : "hint";
      text(li.children[0], call.none ?? (call.more ? `and ${call.more} more` : said(call)));
      if (isCall) chain(li.children[1], call.chain);
    });
}

/** Pairs of a term and what it is; those that are nothing are left out. */
function list(dl, pairs) {
  keyed(dl, pairs.filter(([, value]) => value !== ""), ([term]) => term,
    () => element("div", {}, element("dt"), element("dd")),
    (div, [term, value]) => {
      text(div.children[0], term);
      text(div.children[1], value);
    });
}
