package parigot.actors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/**
 * One hostile guest in an application of which another pair of guests is at work: a relay that
 * calls another guest for each call that it gets.
 */
final class HostileTrial {
  private static final int WARM_UP = 300;

  /**
   * What was seen.
   *
   * @param callersSaw each of the calls to the hostile guest; or how the application failed to
   *     start
   * @param took until the last of those calls had ended
   * @param others how long each call of the other pair took meanwhile, in nanoseconds, sorted
   * @param othersFailed what went wrong with those
   * @param operatorSaw the warnings and errors in the log
   */
  record Result(
      HostileGuest guest,
      GuestShape shape,
      List<String> callersSaw,
      Duration took,
      long[] others,
      List<String> othersFailed,
      List<String> operatorSaw) {

    boolean isAsItShould() {
      return othersFailed.isEmpty()
          && callersSaw.stream().allMatch(saw -> guest.callersSee().matcher(saw).matches());
    }

    /** The 50th and the 99th percentile, and the longest. */
    String othersTook() {
      return others.length == 0
          ? "-"
          : "%.2f, %.1f, %.0f ms of %,d"
              .formatted(
                  others[others.length / 2] / 1e6,
                  others[others.length * 99 / 100] / 1e6,
                  others[others.length - 1] / 1e6,
                  others.length);
    }
  }

  private HostileTrial() {}

  /**
   * Tries it.
   *
   * @param settings of the application
   */
  static Result of(HostileGuest guest, GuestShape shape, Path folder, String... settings) {
    try (TestApplication application =
        TestApplication.with(settings)
            .service("end", GuestShape.REACTOR, "Echo")
            .service("sink", GuestShape.REACTOR, "Never never")
            .server(
                "relay",
                GuestShape.REACTOR,
                "register relay",
                "export relay.v1 relay",
                "require end.v1 end",
                "bind Relay forward end.v1 end Echo",
                "launch")) {
      guest.setting().in(application, shape, folder);
      try {
        application.start();
      } catch (StartException refused) {
        return notStarted(guest, shape, refused);
      }
      if (guest.attacks().isEmpty()) {
        return atTheStart(guest, shape, application);
      }
      Within.limit(application.application().launched());
      return underLoad(guest, shape, application);
    }
  }

  private static Result notStarted(HostileGuest guest, GuestShape shape, StartException refused) {
    return new Result(
        guest,
        shape,
        List.of(refused.getMessage()),
        Duration.ZERO,
        new long[0],
        List.of(),
        List.of());
  }

  private static Result atTheStart(
      HostileGuest guest, GuestShape shape, TestApplication application) {
    long begun = System.nanoTime();
    int code = application.code();
    return new Result(
        guest,
        shape,
        List.of(application.trouble()),
        Duration.ofNanos(System.nanoTime() - begun),
        new long[0],
        code == 194 ? List.of() : List.of("the application ended with " + code),
        operatorSaw(application));
  }

  private static Result underLoad(
      HostileGuest guest, GuestShape shape, TestApplication application) {
    warmUp(application);
    List<String> failed = new ArrayList<>();
    List<Long> others = new ArrayList<>();
    long begun = System.nanoTime();
    List<CompletableFuture<String>> attacks =
        guest.attacks().stream().map(attack -> attack.on(application)).toList();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(attacks.toArray(CompletableFuture[]::new));
    CompletableFuture<Long> ended = all.thenApply(done -> System.nanoTime() - begun);
    while (!all.isDone() || others.size() < WARM_UP) {
      long before = System.nanoTime();
      try {
        application.echo("relay", "Relay", "meanwhile");
      } catch (CallException e) {
        failed.add(e.getMessage());
      }
      others.add(System.nanoTime() - before);
    }
    long[] sorted = others.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    application.log().lines().stream()
        .filter(line -> line.contains("forged with success"))
        .forEach(failed::add);
    return new Result(
        guest,
        shape,
        attacks.stream().map(CompletableFuture::join).toList(),
        Duration.ofNanos(ended.join()),
        sorted,
        failed,
        operatorSaw(application));
  }

  /** The first calls into a plugin may take longer than it is given, while its classes load. */
  private static void warmUp(TestApplication application) {
    int failed = 0;
    for (int answered = 0; answered < WARM_UP; ) {
      try {
        application.echo("relay", "Relay", "warm");
        answered++;
      } catch (CallException e) {
        failed++;
        if (failed > WARM_UP) {
          throw e;
        }
      }
    }
  }

  private static List<String> operatorSaw(TestApplication application) {
    return application.log().lines().stream()
        .filter(line -> line.startsWith("WARN ") || line.startsWith("ERROR "))
        .collect(Collectors.toList());
  }
}
