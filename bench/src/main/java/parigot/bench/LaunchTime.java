package parigot.bench;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parigot.actors.Application;

/**
 * How long an application takes from its start until all its guests have launched, each requiring
 * up to three others at random. Modules are in the cache, and one application ran before.
 */
record LaunchTime(String name, String about) implements Measured {
  private static final int MOST_REQUIRED = 3;

  @Override
  public List<Line> measure(Effort effort) {
    List<Integer> sizes = List.of(1, 100, 1_000);
    Comparison<Integer> comparison =
        Comparison.measure(
            effort.rounds(), sizes, guests -> ChildJvm.number(LaunchTime.class, List.of(), guests));
    return sizes.stream()
        .map(
            guests ->
                guests == 1
                    ? comparison.line(guests, "1 guest", Unit.NANOS)
                    : Line.of("%,d guests".formatted(guests), Unit.NANOS, comparison.median(guests))
                        .note(
                            "%.1f µs a guest".formatted(comparison.median(guests) / guests / 1e3)))
        .toList();
  }

  /** Launches so many guests, and prints the nanoseconds that it took. */
  public static void main(String[] args) {
    try (Application before = GuestApplication.launch(application(1))) {
      require(before, 1);
    }
    int guests = Integer.parseInt(args[0]);
    Config config = application(guests);
    long began = System.nanoTime();
    Application application = GuestApplication.launch(config);
    long took = System.nanoTime() - began;
    require(application, guests);
    application.close();
    System.out.println(took);
  }

  private static void require(Application application, int guests) {
    long running = application.services().stream().filter(service -> service.started()).count();
    if (running != guests) {
      throw new IllegalStateException(running + " of " + guests + " services run");
    }
  }

  private static Config application(int guests) {
    Random random = new Random(guests);
    GuestApplication application = new GuestApplication();
    for (int guest = 0; guest < guests; guest++) {
      List<String> args = new ArrayList<>(List.of("echo", "s" + guest));
      int required = Math.min(guest, random.nextInt(MOST_REQUIRED + 1));
      for (int i = 0; i < required; i++) {
        args.add("s" + random.nextInt(guest));
      }
      application.guest("s" + guest, "calls-reactor.wasm", args.toArray(String[]::new));
    }
    return application.config();
  }
}
