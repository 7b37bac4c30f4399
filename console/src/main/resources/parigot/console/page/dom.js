// Making and changing elements. All text is set as text: nothing that an application says is markup.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== undefined && value !== null && value !== false) {
      node.setAttribute(key, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

/** Changes a text only if it is another, so that nobody who reads it is disturbed. */
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

/**
 * Makes the children of a parent those of a list, and keeps the elements of those that stay: with
 * them stay the focus and what is selected.
 */
export function keyed(parent, items, keyOf, make, update) {
  const there = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let previous = null;
  for (const item of items) {
    const key = keyOf(item);
    let child = there.get(key);
    if (child) {
      there.delete(key);
    } else {
      child = make(item);
      child.dataset.key = key;
    }
    const next = previous ? previous.nextElementSibling : parent.firstElementChild;
    if (next !== child) parent.insertBefore(child, next);
    update(child, item);
    previous = child;
  }
  for (const gone of there.values()) gone.remove();
}

/**
 * A table that is changed in place.
 *
 * columns: { title, number?, heading?, cell: item => text | Node made by `node: (item, td) => void` }
 */
export function table(parent, { label, columns, keyOf, empty }) {
  const body = element("tbody");
  const whole = element(
    "table",
    { "aria-label": label },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...columns.map((column) =>
          element("th", { scope: "col", class: column.number ? "number" : null }, column.title)),
      ),
    ),
    body,
  );
  const none = element("p", { class: "hint" }, empty);
  parent.append(whole, none);
  // On a narrow screen it is scrolled, by the keyboard too.
  parent.setAttribute("role", "group");
  parent.setAttribute("aria-label", `${label}, to scroll`);
  parent.setAttribute("tabindex", "0");
  return (items) => {
    whole.hidden = items.length === 0;
    none.hidden = items.length !== 0;
    keyed(body, items, keyOf, () => row(columns), (tr, item) => {
      columns.forEach((column, i) => {
        if (column.node) column.node(item, tr.children[i]);
        else text(tr.children[i], column.cell(item));
      });
    });
  };
}

function row(columns) {
  return element(
    "tr",
    {},
    ...columns.map((column) =>
      column.heading
        ? element("th", { scope: "row" })
        : element("td", { class: column.number ? "number" : null })),
  );
}

/** A button in a cell: made once, and then only named anew. */
export function button(cell, label, act) {
  let it = cell.firstElementChild;
  if (!it) {
    it = element("button", { type: "button", class: "link", on: { click: () => it.act() } });
    cell.append(it);
  }
  it.act = act;
  text(it, label);
  return it;
}
