// Processes of the command line, and what they say.

import { spawn } from "node:child_process";
import { join } from "node:path";

const PATIENCE_MILLIS = 60_000;

/** Starts `./parigot` with arguments, or what PARIGOT names in its place. */
export function started(root, ...args) {
  const child = spawn(process.env.PARIGOT || join(root, "parigot"), args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const exit = new Promise((resolve) => child.once("exit", resolve));
  let said = "";
  const waiting = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
      for (const look of waiting) look();
    });
  }
  return {
    /** Waits until it has said something, on either output, so many times. */
    says(pattern, times = 1) {
      const all = new RegExp(pattern.source, "g");
      return new Promise((resolve, reject) => {
        const end = (act) => (value) => {
          clearTimeout(timer);
          waiting.delete(look);
          act(value);
        };
        const look = () => {
          const found = [...said.matchAll(all)];
          if (found.length >= times) end(resolve)(found[0]);
        };
        const fail = (why) => end(reject)(new Error(`${args[0]} ${why}; it said: ${said}`));
        const timer = setTimeout(() => fail(`does not say ${pattern}`), PATIENCE_MILLIS);
        waiting.add(look);
        exit.then(() => fail("has ended"));
        look();
      });
    },
    async end() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}
