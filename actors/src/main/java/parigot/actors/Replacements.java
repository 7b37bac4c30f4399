package parigot.actors;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestSpec;
import parigot.kernel.rules.Kernel;
import parigot.runtime.StartException;
import parigot.runtime.guest.GuestPlan;

/**
 * What each guest runs now, and who waits for a guest that is replaced. Of the kernel's thread but
 * for {@link #plans}.
 */
final class Replacements {
  /** Why it is a failure, if it is one. */
  private static final Ending.Cases<Optional<String>> FAILURE =
      new Ending.Cases<>() {
        @Override
        public Optional<String> exited(Ending.Exited ending) {
          return Optional.empty();
        }

        @Override
        public Optional<String> failed(Ending.Failed ending) {
          return Optional.of(ending.reason());
        }

        @Override
        public Optional<String> stopped(Ending.Stopped ending) {
          return Optional.empty();
        }
      };

  private final Map<String, GuestPlan> plans = new ConcurrentHashMap<>();
  private final Map<String, Waiting> waiting = new HashMap<>();

  /** Who waits, and whether the life that it waits for has begun. */
  private static final class Waiting {
    private final CompletableFuture<Void> running;
    private boolean begun;

    Waiting(CompletableFuture<Void> running) {
      this.running = running;
    }
  }

  /** The plan of the guest with this label, by which its next life goes. */
  GuestPlan plan(String label) {
    return plans.get(label);
  }

  void put(GuestPlan plan) {
    plans.put(plan.label(), plan);
  }

  /** The plans of all guests. From any thread. */
  Collection<GuestPlan> plans() {
    return plans.values();
  }

  /**
   * Has the kernel replace guests.
   *
   * @param replaced what they run from now on
   * @param running completes with their names when all of them run, or fails when one does not come
   *     to that
   */
  void replace(
      List<GuestPlan> replaced,
      CompletableFuture<List<String>> running,
      Kernel kernel,
      long now,
      List<Effect> out) {
    CompletableFuture<?>[] each = new CompletableFuture<?>[replaced.size()];
    for (int i = 0; i < each.length; i++) {
      GuestPlan plan = replaced.get(i);
      CompletableFuture<Void> one = new CompletableFuture<>();
      each[i] = one;
      if (kernel.isElsewhere(plan.spec())) {
        // It runs what is here by then, when it comes.
        put(plan);
        one.complete(null);
      } else if (kernel.replace(plan.spec(), now, out)) {
        put(plan);
        Waiting before = waiting.put(plan.label(), new Waiting(one));
        if (before != null) {
          before.running.completeExceptionally(
              new StartException("guest %s was replaced once more.".formatted(plan.label())));
        }
      } else {
        one.completeExceptionally(new StartException("the application is ending."));
      }
    }
    CompletableFuture<?> unusedEnd =
        CompletableFuture.allOf(each)
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    running.complete(
                        replaced.stream().map(plan -> plan.settings().name()).distinct().toList());
                  } else {
                    running.completeExceptionally(Supervisor.asStartException(failure));
                  }
                });
  }

  /** A life of this guest begins. */
  void begun(String label) {
    Waiting one = waiting.get(label);
    if (one != null) {
      one.begun = true;
    }
  }

  /** To be called whenever the kernel may have let something run. Cheap when nobody waits. */
  void look(Kernel kernel) {
    if (waiting.isEmpty()) {
      return;
    }
    Iterator<Map.Entry<String, Waiting>> each = waiting.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<String, Waiting> one = each.next();
      GuestSpec spec = plans.get(one.getKey()).spec();
      if (kernel.isElsewhere(spec) || (one.getValue().begun && kernel.runs(spec))) {
        each.remove();
        one.getValue().running.complete(null);
      }
    }
  }

  /** A life of this guest has ended; of one that was to replace another that is the end of it. */
  void ended(String label, Ending how) {
    Waiting one = waiting.get(label);
    if (one == null || !one.begun) {
      return;
    }
    waiting.remove(label);
    Optional<String> failure = how.giveTo(FAILURE);
    if (failure.isPresent()) {
      one.running.completeExceptionally(
          new StartException("guest %s failed: %s".formatted(label, failure.get())));
    } else {
      one.running.complete(null);
    }
  }
}
