// Where the boxes of the graph stand: in layers, callers before those whom they call, and within a
// layer so that few lines cross. Nothing here touches the document.

export const BOX = { width: 172, height: 46 };
const GAP = { along: 96, across: 22 };
const MARGIN = 12;
const SWEEPS = 6;
const MOST_IN_A_COLUMN = 14;

/**
 * Gives each place its x and y.
 *
 * @param places each with a key
 * @param edges each with from and to, keys of places
 * @param upright whether callers stand above those whom they call, and not left of them
 * @return { positions: key => {x, y}, width, height }
 */
export function layout(places, edges, upright) {
  const layers = sorted(layered(places, edges), edges);
  const columns = layers.flatMap((layer) => chunks(layer));
  const most = Math.max(1, ...columns.map((column) => column.length));
  const step = upright
    ? { along: BOX.height + GAP.along * 0.6, across: BOX.width + GAP.across }
    : { along: BOX.width + GAP.along, across: BOX.height + GAP.across };
  const positions = new Map();
  columns.forEach((column, i) => {
    const start = ((most - column.length) * step.across) / 2;
    column.forEach((key, j) => {
      const along = MARGIN + i * step.along;
      const across = MARGIN + start + j * step.across;
      positions.set(key, upright ? { x: across, y: along } : { x: along, y: across });
    });
  });
  const along = 2 * MARGIN + (columns.length - 1) * step.along;
  const across = 2 * MARGIN + (most - 1) * step.across;
  return {
    positions,
    width: (upright ? across : Math.max(along, 0)) + BOX.width,
    height: (upright ? Math.max(along, 0) : across) + BOX.height,
  };
}

/** Each place's layer: behind all that call it, as far as calls go in no ring. */
function layered(places, edges) {
  const callees = new Map(places.map((place) => [place.key, []]));
  const callers = new Map(places.map((place) => [place.key, []]));
  for (const { from, to } of edges) {
    if (from !== to && callees.has(from) && callees.has(to)) {
      callees.get(from).push(to);
      callers.get(to).push(from);
    }
  }
  const depth = new Map();
  const under = new Set();
  // Without recursion: a chain of calls may be as long as there are guests.
  for (const { key } of places) {
    const stack = [key];
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (depth.has(top)) {
        stack.pop();
        continue;
      }
      under.add(top);
      const open = callees.get(top).filter((next) => !depth.has(next) && !under.has(next));
      if (open.length > 0) {
        stack.push(...open);
        continue;
      }
      const below = callees.get(top).filter((next) => depth.has(next)).map((next) => depth.get(next));
      depth.set(top, 1 + Math.max(-1, ...below));
      under.delete(top);
      stack.pop();
    }
  }
  const deepest = Math.max(0, ...depth.values());
  const layers = Array.from({ length: deepest + 1 }, () => []);
  for (const { key } of places) layers[deepest - depth.get(key)].push(key);
  return layers;
}

/** Within each layer, by the middle of the neighbours in the layer before, to and fro. */
function sorted(layers, edges) {
  const neighbours = new Map();
  const add = (a, b) => neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  for (const { from, to } of edges) {
    add(from, to);
    add(to, from);
  }
  let order = layers.map((layer) => [...layer].sort());
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    const indices = order.map((_, i) => i);
    if (!forth) indices.reverse();
    for (const i of indices) {
      const index = new Map();
      order.forEach((layer, j) => {
        if (forth ? j < i : j > i) layer.forEach((key, at) => index.set(key, (at + 0.5) / layer.length));
      });
      const middle = (key, at) => {
        const near = (neighbours.get(key) ?? []).filter((next) => index.has(next));
        if (near.length === 0) return (at + 0.5) / order[i].length;
        return near.reduce((sum, next) => sum + index.get(next), 0) / near.length;
      };
      order[i] = order[i]
        .map((key, at) => ({ key, at, middle: middle(key, at) }))
        .sort((a, b) => a.middle - b.middle || a.at - b.at)
        .map(({ key }) => key);
    }
  }
  return order;
}

function chunks(layer) {
  const count = Math.max(1, Math.ceil(layer.length / MOST_IN_A_COLUMN));
  const size = Math.ceil(layer.length / count);
  return Array.from({ length: count }, (_, i) => layer.slice(i * size, (i + 1) * size));
}
