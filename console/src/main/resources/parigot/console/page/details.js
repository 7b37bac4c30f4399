// What is beside the graph: a guest, or who calls whom, in full.

import { byId, element, keyed, text } from "./dom.js";
import { bytes, duration, unsigned } from "./model.js";
import { chain, stateOf } from "./tables.js";

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
    else if (edge) showEdge(parent, edge);
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

function showEdge(parent, edge) {
  if (parent.childElementCount === 0) {
    parent.append(element("dl"), element("h3", {}, "Open calls"), element("ul", { class: "plain" }));
  }
  const [facts, , open] = parent.children;
  list(facts, [
    ["Services", [...edge.names].sort().join(", ")],
    ["Open calls", String(edge.open.length)],
  ]);
  keyed(open, edge.open.slice(0, 20), (call) => call.call,
    () => element("li", {}, element("span"), element("div")),
    (li, call) => {
      text(li.children[0], `${call.method}, ${duration(call.age_seconds)} of ${duration(call.timeout_seconds)}`);
      chain(li.children[1], call.chain);
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
