// The tables: guests, who calls whom, open and failed calls, the start order, nodes.

import { button, byId, element, keyed, table, text } from "./dom.js";
import { bytes, duration, rate, unsigned } from "./model.js";

const MOST_ROWS = 500;

/** Makes them; gives what shows a model in them. `select` is called when somebody chooses a row. */
export function tables(select) {
  const guests = guestsTable(select);
  const edges = edgesTable(select);
  const calls = callsTable();
  const failures = failuresTable();
  const order = orderTable(select);
  const nodes = nodesTable();
  const movables = movablesTable();
  const filter = byId("filter");
  let last;
  const show = (model) => {
    last = model;
    const wanted = filter.value.trim().toLowerCase();
    const has = (...words) => words.some((word) => word.toLowerCase().includes(wanted));
    guests(
      model.guests
        .filter((guest) => has(guest.key, guest.kind, guest.state, ...guest.exports, ...guest.requires))
        .slice(0, MOST_ROWS),
    );
    edges(model.edges.slice(0, MOST_ROWS));
    calls(model.calls.slice(0, MOST_ROWS));
    failures(model.failures.slice(0, MOST_ROWS));
    order(levels(model));
    nodes(model);
    movables(model);
  };
  filter.addEventListener("input", () => last && show(last));
  return show;
}

function guestsTable(select) {
  return table(byId("guests"), {
    label: "Guests",
    empty: "There is no such guest.",
    keyOf: (guest) => guest.key,
    columns: [
      {
        title: "Guest",
        heading: true,
        node: (guest, td) =>
          button(td, guest.key, () => select({ place: guest.place })),
      },
      { title: "Kind", cell: (guest) => guest.kind },
      {
        title: "State",
        node: (guest, td) => {
          td.className = `is-${guest.state}`;
          text(td, stateOf(guest));
        },
      },
      { title: "Restarts", number: true, cell: (guest) => String(guest.restarts) },
      {
        title: "Memory",
        number: true,
        cell: (guest) =>
          guest.memory === 0
            ? "–"
            : `${bytes(unsigned(guest.memory))} of ${bytes(unsigned(guest.memory_limit))}`,
      },
      { title: "Mailbox", number: true, cell: (guest) => String(guest.mailbox) },
      { title: "Calls", number: true, cell: (guest) => String(guest.calls) },
      { title: "Module", cell: (guest) => guest.digest.slice(0, 12) },
    ],
  });
}

export function stateOf(guest) {
  if (guest.waits_for.length > 0) return `waits for ${guest.waits_for.join(", ")}`;
  if (guest.state === "restarting") return `is started again in ${duration(guest.restarts_in_seconds)}`;
  return guest.state;
}

function edgesTable(select) {
  return table(byId("edges"), {
    label: "Who calls whom",
    empty: "Nobody requires or calls anybody.",
    keyOf: (edge) => edge.key,
    columns: [
      {
        title: "From and to",
        heading: true,
        node: (edge, td) => button(td, `${edge.from} → ${edge.to}`, () => select({ edge: edge.key })),
      },
      { title: "Services", cell: (edge) => [...edge.names].sort().join(", ") },
      { title: "Calls/s", number: true, cell: (edge) => rate(edge.perSecond) },
      { title: "Errors", number: true, cell: (edge) => String(edge.errors) },
      { title: "Open calls", number: true, cell: (edge) => String(edge.open.length) },
      {
        title: "Oldest",
        number: true,
        cell: (edge) =>
          edge.open.length === 0
            ? "–"
            : duration(Math.max(...edge.open.map((call) => call.age_seconds))),
      },
    ],
  });
}

function callsTable() {
  return table(byId("calls"), {
    label: "Open calls",
    empty: "No call waits for an answer.",
    keyOf: (call) => call.call,
    columns: [
      { title: "Age", number: true, cell: (call) => duration(call.age_seconds) },
      { title: "Of", number: true, cell: (call) => duration(call.timeout_seconds) },
      { title: "Caller", heading: true, cell: (call) => call.caller },
      { title: "Callee", cell: (call) => call.callee },
      { title: "Method", cell: (call) => `${call.service} ${call.method}` },
      { title: "Who waits for whom", node: (call, td) => chain(td, call.chain) },
    ],
  });
}

function failuresTable() {
  return table(byId("failures"), {
    label: "Failed calls",
    empty: "No call has failed.",
    keyOf: (call) => call.call,
    columns: [
      { title: "Ago", number: true, cell: (call) => duration(call.age_seconds) },
      { title: "Caller", heading: true, cell: (call) => call.caller },
      { title: "Callee", cell: (call) => call.callee },
      { title: "Method", cell: (call) => `${call.service} ${call.method}` },
      { title: "Why", cell: (call) => reason(call) },
      { title: "Who waited for whom", node: (call, td) => chain(td, call.chain) },
    ],
  });
}

/** Why a call has failed, and what its caller has to know. */
export function reason(call) {
  const name = call.error_name ? `${call.error_name} (${call.error}). ` : "";
  const ran = call.outcome === "error" ? "" : call.may_have_run ? " It may have run." : " It has not run.";
  const trace = call.trace_id ? ` Trace ${call.trace_id}.` : "";
  return `${name}${call.detail}${ran}${trace}`;
}

/** A chain of calls, one below the other. */
export function chain(parent, links) {
  let list = parent.firstElementChild;
  if (!list) {
    list = element("ol", { class: "chain" });
    parent.append(list);
  }
  keyed(list, links.map((link, i) => ({ link, i })), ({ i }) => String(i),
    () => element("li"), (li, { link }) => text(li, link));
}

function levels(model) {
  const byLevel = new Map();
  for (const place of model.places) {
    if (place.outside) continue;
    if (!byLevel.has(place.level)) byLevel.set(place.level, []);
    byLevel.get(place.level).push(place);
  }
  return [...byLevel.entries()]
    .map(([level, places]) => ({ level, places }))
    .sort((a, b) => (a.level || Infinity) - (b.level || Infinity));
}

function orderTable(select) {
  return table(byId("order"), {
    label: "Start order",
    empty: "There is no guest.",
    keyOf: ({ level }) => String(level),
    columns: [
      { title: "Level", heading: true, cell: ({ level }) => (level === 0 ? "does not run" : String(level)) },
      {
        title: "Guests, and what they require",
        node: ({ places }, td) => {
          let list = td.firstElementChild;
          if (!list) {
            list = element("ul", { class: "plain" });
            td.append(list);
          }
          keyed(list, places, (place) => place.key, () => element("li", {}, element("span"), element("span", { class: "hint" })),
            (li, place) => {
              button(li.children[0], place.key, () => select({ place: place.key }));
              const names = [...new Set(place.guests.flatMap((guest) => guest.requires))].sort();
              text(li.children[1], names.length > 0 ? ` requires ${names.join(", ")}` : "");
            });
        },
      },
    ],
  });
}

function nodesTable() {
  const show = table(byId("nodes"), {
    label: "Nodes, and the links between them",
    empty: "There is no other node.",
    keyOf: (link) => link.key,
    columns: [
      { title: "From", heading: true, cell: (link) => link.from },
      { title: "To", cell: (link) => link.name },
      { title: "Link", cell: (link) => (link.leaving ? "leaving" : link.linked ? "linked" : "lost") },
      {
        title: "Round trip",
        number: true,
        cell: (link) => (link.linked ? `${link.round_trip_millis.toFixed(1)} ms` : "–"),
      },
      { title: "Services", number: true, cell: (link) => `${link.running} of ${link.services}` },
      { title: "Calls to", number: true, cell: (link) => String(link.calls_to) },
      { title: "Calls from", number: true, cell: (link) => String(link.calls_from) },
      { title: "Trouble", cell: (link) => trouble(link) },
    ],
  });
  return (model) => {
    const links = model.reports.flatMap((report) =>
      report.nodes.map((node) => ({ ...node, from: report.node, key: `${report.node} ${node.name}` })));
    const several = links.length > 0;
    byId("nodes-section").hidden = !several;
    byId("nodes-link").hidden = !several;
    show(links);
  };
}

function movablesTable() {
  const show = table(byId("movables"), {
    label: "Guests that move, and where they are",
    empty: "No guest moves.",
    keyOf: (guest) => guest.key,
    columns: [
      { title: "Guest", heading: true, cell: (guest) => guest.key },
      { title: "Node", cell: (guest) => guest.node || "–" },
      { title: "Place", cell: (guest) => guest.state },
      { title: "Why", cell: (guest) => guest.why },
    ],
  });
  return (model) => {
    // Where one runs is known best there.
    const known = new Map();
    for (const report of model.reports) {
      for (const guest of report.movables) {
        const key = `${guest.guest}.${guest.instance}`;
        if (!known.has(key) || guest.node === report.node) known.set(key, { ...guest, key });
      }
    }
    byId("movables").hidden = known.size === 0;
    show([...known.values()]);
  };
}

function trouble(link) {
  const parts = link.linked ? [] : [link.trouble];
  if (link.other_code.length > 0) parts.push(`other code there: ${link.other_code.join(", ")}`);
  return parts.filter(Boolean).join("; ");
}
