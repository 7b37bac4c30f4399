package parigot.actors;

import static parigot.actors.HostileGuest.ANSWERED;
import static parigot.actors.HostileGuest.ENDED;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import parigot.wasm.GuestShape;

/**
 * The rows of the table of hostile guests that take as much as they get: memory that is not their
 * linear memory, names, time, log, and what plugins keep for them. Each may be refused, and then
 * goes on; nobody else may notice.
 */
final class HungryGuests {
  /** What waits for a plugin is not ended for it. */
  private static final String TIMED_OUT = "TIMED_OUT: .*";

  /** The sleepers; more than there are places for guests that wait. */
  private static final int SLEEPERS = 150;

  private HungryGuests() {}

  /** All of them; so many times each harm that is done many times. */
  static List<HostileGuest> all(int times) {
    return List.of(
        takes("takes %,d names of 8 KB".formatted(times / 30), "take-names", times / 30, 8192),
        takes("takes %,d names of 200 bytes".formatted(times), "take-names", times, 200),
        takes("sets %,d timers".formatted(times), "take-timers", times),
        takes(
            "has %,d calls of 1 MB open".formatted(times / 300),
            "take-calls",
            times / 300,
            1_000_000),
        takes("repeats a parameter of 100 KB 39 times", "repeat-parameter", 39, 100_000),
        takes(
            "writes %,d lines that would forge others".formatted(times / 10), "shout", times / 10),
        takes(
            "creates %,d files with long paths".formatted(times / 30),
            "take-files",
            times / 30,
            1500),
        takes(
            "makes %,d queues, and as many messages".formatted(times / 30),
            "take-queues",
            times / 30,
            times / 30),
        takes(
            "opens %,d databases, and writes as many pairs".formatted(times / 30),
            "take-databases",
            times / 30,
            times / 30),
        sleepers(),
        tables());
  }

  private static HostileGuest takes(String does, String action, int... amounts) {
    StringBuilder bad = new StringBuilder("bind Bad ").append(action);
    for (int amount : amounts) {
      bad.append(' ').append(amount);
    }
    return new HostileGuest(
        does,
        HostileGuest.calls("bad"),
        Pattern.compile(ANSWERED + "|" + ENDED + "|" + TIMED_OUT, Pattern.DOTALL),
        (application, shape, folder) ->
            application
                .guest(
                    "bad",
                    "server",
                    TestApplication.module(
                        shape == GuestShape.LOOP ? "hungry-loop" : "hungry-reactor"),
                    "register bad",
                    "export bad.v1 bad",
                    "require sink.v1 sink",
                    bad.toString(),
                    "launch",
                    "locate sink.v1 sink")
                .set("bad", "plugins = [file, log, nutsdb, queue]"));
  }

  private static HostileGuest sleepers() {
    return new HostileGuest(
        "%d mains that sleep for an hour".formatted(SLEEPERS),
        HostileGuest.calls("bad"),
        Pattern.compile(ANSWERED),
        (application, shape, folder) -> {
          application.service("bad", shape, "Bad");
          for (int i = 0; i < SLEEPERS; i++) {
            application.guest(
                "sleeper" + i,
                "main",
                TestApplication.module(
                    shape == GuestShape.LOOP ? "hostile-loop" : "hostile-reactor"),
                "register sleeper" + i,
                "launch",
                "sleep 3600000000");
          }
        });
  }

  /** Sixteen tables of a million entries beside one page of memory. */
  private static HostileGuest tables() {
    return new HostileGuest(
        "has tables of 16,000,000 entries",
        List.of(),
        Pattern.compile("guest bad: .* has 16 tables with 16000000 entries, .*"),
        (application, shape, folder) ->
            application
                .guest("bad", "server", largeTables(folder, shape))
                .set("bad", "memory-limit = 64 KiB, message-limit = 4 KiB"));
  }

  private static Path largeTables(Path folder, GuestShape shape) {
    String start = shape == GuestShape.LOOP ? "_start" : "_initialize";
    String deliver =
        shape == GuestShape.LOOP
            ? ""
            : """
              (func (export "parigot_deliver_") (param i32 i32))
              (func (export "parigot_alloc_") (param i32) (result i32) (i32.const 0))
              """;
    return Wat.module(
        folder,
        "tables-" + shape,
        "(module (memory (export \"memory\") 1) %s %s (func (export \"%s\")))"
            .formatted("(table 1000000 funcref) ".repeat(16), deliver, start));
  }
}
