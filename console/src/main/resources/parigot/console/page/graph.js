// The graph: a box for each guest, a line for who requires or calls whom.

import { keyed, svg, text } from "./dom.js";
import { BOX, layout } from "./layout.js";
import { rate } from "./model.js";

const MOST = 150;
const NARROW = 720;

/**
 * Draws into a parent.
 *
 * @param select called with {place} or {edge} when somebody chooses one
 * @return takes a model and what is chosen, and shows them
 */
export function graph(parent, select) {
  const lines = svg("g", { "aria-hidden": "true" });
  const boxes = svg("g");
  const picture = svg("svg", { role: "group", "aria-label": "Guests" },
    svg("defs", {}, arrow("arrow"), arrow("arrow-busy")), lines, boxes);
  const note = document.createElement("p");
  note.className = "hint";
  parent.append(picture, note);
  let shownAs = "";
  let positions = new Map();
  let current = "";

  boxes.addEventListener("keydown", (event) => {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    const box = event.target.closest("[data-key]");
    if (!box) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      select({ place: box.dataset.key });
    } else if (way[event.key]) {
      event.preventDefault();
      go(nearestTo(positions, box.dataset.key, way[event.key]));
    }
  });

  function go(key) {
    const box = key && [...boxes.children].find((each) => each.dataset.key === key);
    if (!box) return;
    current = key;
    rove();
    box.focus();
  }

  // One stop for the tab key; the arrow keys go on from there.
  function rove() {
    for (const box of boxes.children) {
      box.setAttribute("tabindex", box.dataset.key === current ? "0" : "-1");
    }
  }

  return (model, chosen) => {
    const { places, edges, left } = fewest(model);
    const upright = parent.clientWidth < NARROW;
    const form = JSON.stringify([upright, places.map((p) => p.key), edges.map((e) => e.key)]);
    if (form !== shownAs) {
      shownAs = form;
      const drawn = layout(places, edges, upright);
      positions = drawn.positions;
      picture.setAttribute("viewBox", `0 0 ${drawn.width} ${drawn.height}`);
      picture.setAttribute("width", drawn.width);
      picture.setAttribute("height", drawn.height);
    }
    if (!positions.has(current)) current = places[0]?.key ?? "";
    keyed(lines, edges, (edge) => edge.key, (edge) => line(edge, select),
      (node, edge) => updateLine(node, edge, positions, upright, chosen));
    keyed(boxes, places, (place) => place.key, (place) => box(place, select),
      (node, place) => updateBox(node, place, positions.get(place.key), edges, chosen));
    rove();
    note.hidden = left === 0;
    text(note, `${left} more are in the tables below.`);
  };
}

/** Those with open calls first, if there are too many to be seen. */
function fewest(model) {
  if (model.places.length <= MOST) return { places: model.places, edges: model.edges, left: 0 };
  const busy = new Map();
  for (const edge of model.edges) {
    for (const key of [edge.from, edge.to]) {
      busy.set(key, (busy.get(key) ?? 0) + 1 + 1000 * edge.open.length);
    }
  }
  const places = [...model.places]
    .sort((a, b) => (busy.get(b.key) ?? 0) - (busy.get(a.key) ?? 0)).slice(0, MOST);
  const there = new Set(places.map((place) => place.key));
  const edges = model.edges.filter((edge) => there.has(edge.from) && there.has(edge.to));
  return { places, edges, left: model.places.length - MOST };
}

function arrow(id) {
  return svg("marker", {
    id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    orient: "auto", markerUnits: "userSpaceOnUse",
  }, svg("path", { d: "M0 0 L8 4 L0 8 Z" }));
}

function line(edge, select) {
  return svg("g", { class: "edge", on: { click: () => select({ edge: edge.key }) } },
    svg("path", { class: "wide" }), svg("path", { class: "thin" }),
    svg("g", { class: "count" }, svg("rect", { rx: 9, height: 18 }), svg("text", { "text-anchor": "middle" })));
}

function updateLine(node, edge, positions, upright, chosen) {
  const from = positions.get(edge.from);
  const to = positions.get(edge.to);
  const { d, middle } = path(from, to, upright);
  const label = [edge.perSecond > 0 && `${rate(edge.perSecond)}/s`, edge.open.length > 0 && `${edge.open.length} open`]
    .filter(Boolean).join(", ");
  node.setAttribute("class", [
    "edge", edge.open.length > 0 && "busy", edge.errors > 0 && "failed",
    chosen?.edge === edge.key && "chosen",
  ].filter(Boolean).join(" "));
  node.children[0].setAttribute("d", d);
  node.children[1].setAttribute("d", d);
  node.children[1].setAttribute(
    "marker-end", `url(#${edge.open.length > 0 ? "arrow-busy" : "arrow"})`);
  const [rect, words] = node.children[2].children;
  node.children[2].setAttribute("visibility", label ? "visible" : "hidden");
  const width = 12 + 6.4 * label.length;
  node.children[2].setAttribute("transform", `translate(${middle.x} ${middle.y})`);
  rect.setAttribute("x", -width / 2);
  rect.setAttribute("y", -9);
  rect.setAttribute("width", width);
  words.setAttribute("y", 4);
  text(words, label);
}

function path(from, to, upright) {
  const { width, height } = BOX;
  if (from === to) {
    const x = from.x + width / 2;
    const y = from.y;
    return {
      d: `M${x - 22} ${y} C${x - 26} ${y - 26} ${x + 26} ${y - 26} ${x + 22} ${y}`,
      middle: { x, y: y - 18 },
    };
  }
  const start = upright ? { x: from.x + width / 2, y: from.y + height } : { x: from.x + width, y: from.y + height / 2 };
  const end = upright ? { x: to.x + width / 2, y: to.y } : { x: to.x, y: to.y + height / 2 };
  const span = upright ? end.y - start.y : end.x - start.x;
  // One that goes back swings out, so that it is not hidden behind the boxes.
  const bend = span > 0 ? span / 2 : 60 - span / 4;
  const a = upright ? { x: start.x, y: start.y + bend } : { x: start.x + bend, y: start.y };
  const b = upright ? { x: end.x, y: end.y - bend } : { x: end.x - bend, y: end.y };
  return {
    d: `M${start.x} ${start.y} C${a.x} ${a.y} ${b.x} ${b.y} ${end.x} ${end.y}`,
    middle: {
      x: (start.x + 3 * a.x + 3 * b.x + end.x) / 8,
      y: (start.y + 3 * a.y + 3 * b.y + end.y) / 8,
    },
  };
}

function box(place, select) {
  return svg("g", { role: "button", on: { click: () => select({ place: place.key }) } },
    svg("rect", { width: BOX.width, height: BOX.height, rx: 7 }),
    svg("rect", { class: "mark", x: 0, y: 0, width: 5, height: BOX.height, rx: 2 }),
    svg("text", { class: "name", x: 16, y: 20 }), svg("text", { class: "about", x: 16, y: 36 }));
}

function updateBox(node, place, at, edges, chosen) {
  node.setAttribute("class", [
    "box", place.outside && "outside", `is-${place.state}`, chosen?.place === place.key && "chosen",
  ].filter(Boolean).join(" "));
  node.setAttribute("transform", `translate(${at.x} ${at.y})`);
  const many = place.guests.length > 1 ? ` ×${place.guests.length}` : "";
  const name = shortened(place.name, 20 - many.length) + many;
  text(node.children[2], `${name} `);
  text(node.children[3], shortened(about(place), 25));
  // What is heard begins with what is seen, for those who speak to the page.
  const to = edges.filter((edge) => edge.from === place.key).map((edge) => edge.to);
  const label = [`${name} ${about(place)}`, to.length > 0 ? `calls ${to.join(", ")}` : ""]
    .filter(Boolean).join(", ");
  if (node.getAttribute("aria-label") !== label) node.setAttribute("aria-label", label);
}

function about(place) {
  if (place.outside) return "from outside";
  const kind = place.guests[0].kind;
  const state = place.state === "launched" ? kind : `${kind}, ${place.state}`;
  return place.node ? `${state}, node ${place.node}` : state;
}

const shortened = (words, most) => (words.length > most ? words.slice(0, most - 1) + "…" : words);

/** The nearest box in a direction; what lies aside counts as farther. */
function nearestTo(positions, key, [dx, dy]) {
  const here = positions.get(key);
  let best = "";
  let least = Infinity;
  for (const [other, there] of positions) {
    const x = there.x - here.x;
    const y = there.y - here.y;
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (along > 0 && along + 3 * aside < least) {
      least = along + 3 * aside;
      best = other;
    }
  }
  return best;
}
