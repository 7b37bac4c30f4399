// What the page shows, made of what the application answers. Nothing here touches the document.

/** "greeting.2@b" as the guest, its instance and its node. */
export function parsed(label, node) {
  const at = label.indexOf("@");
  const name = at < 0 ? label : label.slice(0, at);
  return { guest: name.split(".")[0], node: at < 0 ? node : label.slice(at + 1) };
}

const placeOf = (guest, node) => (node ? `${guest}@${node}` : guest);

// What guests that do not run now have exported and required.
const remembered = new Map();

function withWhatItHad(guest) {
  if (guest.exports.length + guest.requires.length > 0 || guest.level > 0) {
    const { exports, requires } = guest;
    remembered.set(guest.key, { exports, requires });
    return guest;
  }
  const { exports = [], requires = [] } = remembered.get(guest.key) ?? {};
  return { ...guest, exports, requires };
}

/**
 * Makes the model.
 *
 * @param reports the application's nodes, as GET /v1/application tells of each
 * @param calls what GET /v1/calls tells of all
 */
export function modelOf(reports, calls) {
  const places = new Map();
  const guests = [];
  for (const report of reports) {
    for (const guest of report.guests) {
      const key = placeOf(guest.guest, report.node);
      const one = withWhatItHad({
        ...guest, node: report.node, key: placeOf(guest.name, report.node), place: key,
      });
      guests.push(one);
      if (!places.has(key)) {
        places.set(key, {
          key, name: guest.guest, node: report.node, guests: [], outside: false, level: 0,
        });
      }
      const place = places.get(key);
      place.guests.push(one);
      place.level = Math.max(place.level, guest.level);
    }
  }
  for (const place of places.values()) place.state = stateOf(place.guests);
  const edges = edgesOf(places, guests, calls);
  return { reports, guests, places: [...places.values()], edges, calls };
}

/** Of several instances the one that an operator would look at first. */
function stateOf(guests) {
  const order = ["restarting", "ended", "waiting", "starting", "ending", "launched"];
  return order.find((state) => guests.some((guest) => guest.state === state)) ?? "ended";
}

function edgesOf(places, guests, calls) {
  const edges = new Map();
  const edge = (from, to) => {
    const key = `${from} ${to}`;
    if (!edges.has(key)) edges.set(key, { key, from, to, names: new Set(), open: [] });
    return edges.get(key);
  };
  const exporters = new Map();
  for (const guest of guests) {
    for (const name of guest.exports) {
      if (!exporters.has(name)) exporters.set(name, new Set());
      exporters.get(name).add(guest.place);
    }
  }
  for (const guest of guests) {
    for (const name of guest.requires) {
      for (const to of nearest(exporters.get(name), guest.node)) edge(guest.place, to).names.add(name);
    }
  }
  for (const call of calls) {
    const from = place(places, parsed(call.caller, call.node), call.caller);
    const to = place(places, calleeOf(call), call.callee);
    const it = edge(from, to);
    it.names.add(call.service);
    it.open.push(call);
  }
  return [...edges.values()];
}

/** A name that runs on the caller's own node is found there. */
function nearest(exporters, node) {
  const all = [...(exporters ?? [])];
  const here = all.filter((place) => (place.split("@")[1] ?? "") === node);
  return here.length > 0 ? here : all;
}

function calleeOf(call) {
  return parsed(call.callee, call.node);
}

/** The place of a guest; of what is none, such as a client from outside, one of its own. */
function place(places, { guest, node }, label) {
  const key = placeOf(guest, node);
  if (places.has(key)) return key;
  const same = [...places.values()].find((each) => each.name === guest && !each.outside);
  if (same) return same.key;
  if (!places.has(label)) {
    places.set(label, {
      key: label, name: label, node: "", guests: [], outside: true, state: "outside", level: 0,
    });
  }
  return label;
}

export function duration(seconds) {
  if (seconds < 0.0995) return `${(seconds * 1000).toFixed(1)} ms`;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 99.5) return `${seconds.toFixed(1)} s`;
  if (seconds < 5970) return `${Math.round(seconds / 60)} min`;
  return seconds < 169200 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

export function bytes(count) {
  if (count < 1024) return `${count} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let amount = count / 1024;
  let unit = 0;
  for (; amount >= 1023.5 && unit < units.length - 1; unit++) amount /= 1024;
  return `${amount < 9.95 ? amount.toFixed(1) : Math.round(amount)} ${units[unit]}`;
}

/** A number of 32 bits without a sign, as it comes through a message with one. */
export const unsigned = (number) => number >>> 0;
