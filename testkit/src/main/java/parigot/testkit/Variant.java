package parigot.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parigot.runtime.settings.GuestSettings.Engine;

/**
 * One of the ways in which an application is booted for a test.
 *
 * @param engine of the guests that do not say; empty leaves it to the configuration
 */
record Variant(Optional<Engine> engine, Spread spread) {
  /** Set, it lets each test that is spread over nodes run over processes too: that takes longer. */
  private static final String EVERYWHERE = "spread.processes";

  /**
   * Those that are wanted, at least one: the first engine with each spread, and the others with the
   * first spread.
   */
  static List<Variant> of(WithApplication wanted) {
    List<Optional<Engine>> engines = new ArrayList<>();
    Arrays.stream(wanted.engines()).map(Optional::of).forEach(engines::add);
    if (engines.isEmpty()) {
      engines.add(Optional.empty());
    }
    List<Spread> spreads = new ArrayList<>(List.of(wanted.spread()));
    if (spreads.isEmpty()) {
      spreads.add(wanted.placement().isEmpty() ? Spread.ONE_PROCESS : Spread.NODES);
    }
    if (spreads.contains(Spread.NODES)
        && !spreads.contains(Spread.PROCESSES)
        && wanted.spread().length > 0
        && System.getProperty(EVERYWHERE) != null) {
      spreads.add(Spread.PROCESSES);
    }
    if (wanted.placement().isEmpty() && !spreads.equals(List.of(Spread.ONE_PROCESS))) {
      throw new IllegalStateException(
          "@WithApplication names a spread over nodes, and no placement: which nodes are there?");
    }
    List<Variant> variants = new ArrayList<>();
    engines.forEach(engine -> variants.add(new Variant(engine, spreads.get(0))));
    spreads.stream().skip(1).forEach(spread -> variants.add(new Variant(engines.get(0), spread)));
    return variants;
  }

  /** Whether a test is repeated for what is wanted, once with each variant. */
  static boolean repeats(WithApplication wanted) {
    return wanted.engines().length > 0 || wanted.spread().length > 0;
  }

  /** What is booted. */
  Described described(WithApplication wanted) {
    return new Described(
        wanted.value(),
        wanted.config(),
        engine.map(Variant::small).orElse(""),
        wanted.placement(),
        wanted.tests());
  }

  /** As a name of a repetition: {@code wasm}, or {@code wasm, processes}. */
  String label() {
    List<String> parts = new ArrayList<>();
    engine.ifPresent(one -> parts.add(small(one)));
    if (spread != Spread.ONE_PROCESS || parts.isEmpty()) {
      parts.add(small(spread).replace('_', ' '));
    }
    return String.join(", ", parts);
  }

  private static String small(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
