package parigot.actors;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.kernel.GuestView;
import parigot.kernel.MovableView;
import parigot.kernel.RestartView;
import parigot.runtime.guest.GuestPlan;

/** Joins what the kernel knows of guests with what is known of their programs. */
final class GuestStatuses {
  private final StateQueries queries;
  private final Replacements replacements;
  private final Lives lives;

  GuestStatuses(StateQueries queries, Replacements replacements, Lives lives) {
    this.queries = queries;
    this.replacements = replacements;
    this.lives = lives;
  }

  private record Known(
      List<GuestView> living, List<RestartView> restarts, List<MovableView> movables) {}

  /** In the order of their names; those too that have ended. */
  List<GuestStatus> all() {
    Known known =
        queries.ask(
            (state, now) -> new Known(state.guests(), state.restarts(now), state.movables()));
    Map<String, GuestView> living = new HashMap<>();
    known.living().forEach(view -> living.put(view.label(), view));
    Map<String, Duration> restarts = new HashMap<>();
    known.restarts().forEach(view -> restarts.put(view.label(), view.in()));
    Map<String, MovableView> movables = new HashMap<>();
    for (MovableView view : known.movables()) {
      movables.put(view.guest() + "." + view.instance(), view);
      // The only instance of a guest has no number in its label.
      if (view.instance() == 1) {
        movables.put(view.guest(), view);
      }
    }
    return replacements.plans().stream()
        .sorted(Comparator.comparing(GuestPlan::label))
        .map(
            plan -> {
              String label = plan.label();
              Optional<Lives.Life> life = lives.of(label);
              return new GuestStatus(
                  plan,
                  Optional.ofNullable(living.get(label)),
                  life.map(Lives.Life::restarts).orElse(0),
                  Optional.ofNullable(restarts.get(label)),
                  living.containsKey(label) && life.isPresent()
                      ? life.get().program().memoryBytes()
                      : OptionalLong.empty(),
                  lives.events(label).snapshot(),
                  Optional.ofNullable(movables.get(label)));
            })
        .toList();
  }
}
