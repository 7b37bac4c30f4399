package parigot.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import parigot.runtime.guest.GuestPlan;

/**
 * Has guests replaced: those that stay on their node all at once, and instances that may move one
 * after the other, so that the others serve meanwhile.
 */
final class Rollout {
  private Rollout() {}

  /**
   * @param running completes with the names of all when all of them run
   */
  static void begin(
      List<GuestPlan> plans,
      Predicate<GuestPlan> isMovable,
      Consumer<KernelActor.Command> kernel,
      CompletableFuture<List<String>> running) {
    List<List<GuestPlan>> steps = new ArrayList<>();
    steps.add(plans.stream().filter(isMovable.negate()).toList());
    plans.stream().filter(isMovable).map(List::of).forEach(steps::add);
    CompletionStage<List<String>> all = CompletableFuture.completedFuture(List.of());
    for (List<GuestPlan> step : steps) {
      all = all.thenCompose(names -> step(step, kernel).thenApply(more -> both(names, more)));
    }
    CompletionStage<?> unusedEnd =
        all.whenComplete(
            (names, failure) -> {
              if (failure == null) {
                running.complete(names);
              } else {
                running.completeExceptionally(Supervisor.asStartException(failure));
              }
            });
  }

  private static CompletableFuture<List<String>> step(
      List<GuestPlan> plans, Consumer<KernelActor.Command> kernel) {
    CompletableFuture<List<String>> running = new CompletableFuture<>();
    kernel.accept(new KernelActor.Replace(plans, running));
    return running;
  }

  private static List<String> both(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }
}
