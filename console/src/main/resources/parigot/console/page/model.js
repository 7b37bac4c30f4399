// What the page shows, made of what the application answers. Nothing here touches the document.

/** "b/greeting.2", as calls have it, as the guest and its node. */
export function parsed(label, node) {
  const slash = label.indexOf("/");
  const name = label.slice(slash + 1);
  return { guest: name.replace(/\.\d+$/, ""), node: slash < 0 ? node : label.slice(0, slash) };
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
 * @param traffic what was called in the last seconds: a TopReport
 * @param failures what GET /v1/failures tells of all
 */
export function modelOf(reports, calls, traffic, failures) {
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
  const edges = edgesOf(places, guests, calls, traffic.calls, failures);
  return { reports, guests, places: [...places.values()], edges, calls, failures, seconds: traffic.seconds };
}

/** Of several instances the one that an operator would look at first. */
function stateOf(guests) {
  const order = ["restarting", "ended", "waiting", "starting", "ending", "launched"];
  return order.find((state) => guests.some((guest) => guest.state === state)) ?? "ended";
}

function edgesOf(places, guests, calls, traffic, failures) {
  const edges = new Map();
  const edge = (from, to) => {
    const key = `${from} ${to}`;
    if (!edges.has(key)) edges.set(key, { key, from, to, names: new Set(), open: [], traffic: [], failures: [] });
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
    const from = place(places, parsed(call.caller, call.node));
    const to = place(places, calleeOf(call));
    const it = edge(from, to);
    it.names.add(call.service);
    it.open.push(call);
  }
  for (const each of traffic) {
    const from = place(places, parsed(each.caller, each.node));
    const known = [...edges.values()].filter((it) => it.from === from && it.names.has(each.service));
    const its = known.length > 0
      ? known
      : nearest(exporters.get(each.service), each.node).map((to) => edge(from, to));
    for (const it of its) {
      it.names.add(each.service);
      // Calls are counted by the service's name, whoever has answered.
      it.traffic.push({ ...each, count: Number(each.count), errors: Number(each.errors), shared: its.length > 1 });
    }
  }
  for (const failure of failures) {
    if (!failure.callee) continue;
    const from = place(places, parsed(failure.caller, failure.node));
    const it = edge(from, place(places, calleeOf(failure)));
    it.names.add(failure.service);
    it.failures.push(failure);
  }
  for (const it of edges.values()) {
    it.perSecond = it.traffic.reduce((sum, each) => sum + each.per_second, 0);
    it.errors = it.traffic.reduce((sum, each) => sum + each.errors, 0);
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
function place(places, { guest, node }) {
  const key = placeOf(guest, node);
  if (places.has(key)) return key;
  const same = [...places.values()].find((each) => each.name === guest && !each.outside);
  if (same) return same.key;
  places.set(key, {
    key, name: guest, node, guests: [], outside: true, state: "outside", level: 0,
  });
  return key;
}

export function duration(seconds) {
  if (seconds < 0.0995) return `${(seconds * 1000).toFixed(1)} ms`;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 99.5) return `${seconds.toFixed(1)} s`;
  if (seconds < 5970) return `${Math.round(seconds / 60)} min`;
  return seconds < 169200 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} d`;
}

/** As "3 µs", "1.5 ms", and longer ones as duration has them. */
export function shortTime(seconds) {
  if (seconds < 1e-3) return `${few(seconds * 1e6)} µs`;
  return seconds < 0.0995 ? `${few(seconds * 1e3)} ms` : duration(seconds);
}

/** As "0.2", "250", "12,000". */
export const rate = (perSecond) =>
  perSecond < 9.95 ? few(perSecond) : Math.round(perSecond).toLocaleString("en");

/** With a decimal place below ten, unless that is nought. */
const few = (number) => (number < 9.95 ? number.toFixed(1).replace(/\.0$/, "") : String(Math.round(number)));

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
