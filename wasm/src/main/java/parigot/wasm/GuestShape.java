package parigot.wasm;

/** How a module wants to be run, as its exports say. */
public enum GuestShape {
  /** Exports {@code _start} and waits for its events inside it, blocking its thread. */
  LOOP,
  /** Exports {@code parigot_deliver_} and is entered once an event; no thread waits in it. */
  REACTOR
}
