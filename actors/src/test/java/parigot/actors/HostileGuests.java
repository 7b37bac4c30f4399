package parigot.actors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parigot.wasm.GuestShape;

/**
 * Prints the table of hostile guests: what each does, what its callers saw, how long that took, and
 * how long the calls of another pair of guests took meanwhile. Ends with 1 when anything was not as
 * it should be. Run by {@code actors/hostile table}; with a word, those rows that have it.
 */
final class HostileGuests {
  private static final int TIMES = 1_000_000;

  private HostileGuests() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("hostile");
    List<HostileTrial.Result> results = new ArrayList<>();
    System.out.printf(
        "| %-39s | %-7s | %-9s | %-26s | %s%n",
        "guest", "kind", "after", "others' p99, longest", "its callers saw");
    System.out.printf(
        "|%s|%s|%s|%s|%s%n",
        "-".repeat(41), "-".repeat(9), "-".repeat(11), "-".repeat(28), "-".repeat(40));
    for (HostileGuest guest : HostileGuest.all(TIMES)) {
      if (args.length > 0 && !guest.does().contains(args[0])) {
        continue;
      }
      for (GuestShape shape : GuestShape.values()) {
        HostileTrial.Result result =
            HostileTrial.of(guest, shape, folder, "parigot.guest-defaults.restart = never");
        results.add(result);
        System.out.printf(
            "| %-39s | %-7s | %6d ms | %-26s | %s%n",
            guest.does(),
            shape.toString().toLowerCase(java.util.Locale.ROOT),
            result.took().toMillis(),
            result.othersTook(),
            String.join("; ", result.callersSaw()));
        result.othersFailed().forEach(failure -> System.out.println("  OTHERS FAILED: " + failure));
        if (!result.isAsItShould()) {
          System.out.println("  NOT AS IT SHOULD BE: expected " + guest.callersSee());
        }
        result.operatorSaw().stream()
            .limit(3)
            .forEach(line -> System.out.println("    log: " + line));
      }
    }
    long wrong = results.stream().filter(result -> !result.isAsItShould()).count();
    System.out.printf("%d of %d as they should be.%n", results.size() - wrong, results.size());
    System.exit(wrong == 0 ? 0 : 1);
  }
}
