// The log: the last lines, and those that come.

import { byId, element, keyed, text } from "./dom.js";

const MOST = 2000;
const AGAIN_MILLIS = 2000;

/** Follows it from now on; gives what changes the guest whose log it is, and what names the guests. */
export function log() {
  const list = byId("log");
  const choice = byId("log-guest");
  const follow = byId("log-follow");
  const state = byId("log-state");
  let reading = new AbortController();

  choice.addEventListener("change", begin);
  // Whoever scrolls up reads, and does not want to be torn away.
  list.addEventListener("scroll", () => {
    const atEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
    if (!atEnd && !scrolling) follow.checked = false;
    scrolling = false;
  });
  follow.addEventListener("change", toEnd);
  let scrolling = false;

  function toEnd() {
    if (!follow.checked) return;
    scrolling = true;
    list.scrollTop = list.scrollHeight;
  }

  function begin() {
    reading.abort();
    reading = new AbortController();
    list.replaceChildren();
    read(choice.value, reading.signal);
  }

  async function read(guest, signal) {
    while (!signal.aborted) {
      try {
        await lines(`api/log?lines=500&guest=${encodeURIComponent(guest)}`, signal);
        text(state, "The log has ended.");
      } catch (failure) {
        if (signal.aborted) return;
        text(state, failure.message);
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
    }
  }

  async function lines(path, signal) {
    const answer = await fetch(path, { signal });
    if (!answer.ok) throw new Error((await answer.json()).error);
    text(state, "");
    list.replaceChildren();
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const all = (rest + value).split("\n");
      rest = all.pop();
      const told = all.filter((line) => line !== "").map((line) => JSON.parse(line));
      const refusal = told.find((line) => line.error);
      if (refusal) text(state, refusal.error);
      list.append(...told.filter((line) => !line.error).map(line));
      while (list.childElementCount > MOST) list.firstElementChild.remove();
      toEnd();
    }
  }

  begin();
  return {
    of(guest) {
      choice.value = guest;
      begin();
      byId("log-section").scrollIntoView();
      list.focus();
    },
    guests(names) {
      keyed(choice, ["", ...names], (name) => name, () => element("option"), (option, name) => {
        option.value = name;
        text(option, name === "" ? "all guests" : name);
      });
    },
  };
}

function line(told) {
  const time = new Date(told.time);
  const clock = time.toLocaleTimeString(undefined, { hour12: false }) +
    "." + String(time.getMilliseconds()).padStart(3, "0");
  return element("li", { class: `level-${told.level.toLowerCase()}` },
    element("time", { datetime: told.time }, clock), " ",
    element("b", {}, told.level), " ",
    told.node ? element("span", { class: "who" }, `${told.node} `) : null,
    told.guest ? element("span", { class: "who" }, `${told.guest} `) : null,
    element("span", {}, told.message));
}
