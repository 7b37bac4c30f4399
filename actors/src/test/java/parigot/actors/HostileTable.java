package parigot.actors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import parigot.wasm.GuestShape;

/**
 * Prints the table of hostile guests, or that of plugins or of HTTP clients that do what they must
 * not: what each does, what its callers saw, how long that took, and how long the calls of another
 * pair of guests took meanwhile. Ends with 1 when anything was not as it should be. Run by {@code
 * actors/hostile table}, {@code plugins} and {@code clients}; with a word, those rows that have it.
 */
final class HostileTable {
  private static final int TIMES = 1_000_000;
  private static final int CLIENTS = Integer.getInteger("hostile.clients", 300);

  /** On a busy machine too, a guest over its method-limit ends before its callers give up. */
  private static final String PATIENT_CALLERS = ", call-timeout = 20 s";

  private HostileTable() {}

  public static void main(String[] args) throws IOException {
    List<HostileGuest> rows =
        switch (args[0]) {
          case "plugins" -> HostilePlugins.all();
          case "clients" -> HostileClients.all(CLIENTS);
          default ->
              Stream.concat(HostileGuest.all(TIMES).stream(), HungryGuests.all(TIMES).stream())
                  .toList();
        };
    String settings =
        "parigot.guest-defaults { restart = never%s }"
            .formatted(args[0].equals("clients") ? "" : PATIENT_CALLERS);
    Path folder = Files.createTempDirectory("hostile");
    List<HostileTrial.Result> results = new ArrayList<>();
    System.out.printf(
        "| %-39s | %-7s | %-9s | %-34s | %s%n",
        args[0].replaceFirst("s$", ""),
        "kind",
        "after",
        "others' p50, p99, longest",
        "its callers saw");
    System.out.printf(
        "|%s|%s|%s|%s|%s%n",
        "-".repeat(41), "-".repeat(9), "-".repeat(11), "-".repeat(36), "-".repeat(40));
    for (HostileGuest guest : rows) {
      if (args.length > 1 && !guest.does().contains(args[1])) {
        continue;
      }
      for (GuestShape shape : GuestShape.values()) {
        HostileTrial.Result result = HostileTrial.of(guest, shape, folder, settings);
        results.add(result);
        print(result);
      }
    }
    long wrong = results.stream().filter(result -> !result.isAsItShould()).count();
    System.out.printf("%d of %d as they should be.%n", results.size() - wrong, results.size());
    System.exit(wrong == 0 ? 0 : 1);
  }

  private static void print(HostileTrial.Result result) {
    System.out.printf(
        "| %-39s | %-7s | %6d ms | %-34s | %s%n",
        result.guest().does(),
        result.shape().toString().toLowerCase(Locale.ROOT),
        result.took().toMillis(),
        result.othersTook(),
        String.join("; ", result.callersSaw()));
    result.othersFailed().forEach(failure -> System.out.println("  OTHERS FAILED: " + failure));
    if (!result.isAsItShould()) {
      System.out.println("  NOT AS IT SHOULD BE: expected " + result.guest().callersSee());
    }
    result.operatorSaw().stream()
        .limit(3)
        .forEach(line -> System.out.println("    log: " + line.lines().findFirst().orElse("")));
  }
}
