package parigot.actors;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the host's own code asks of the kernel's state: the kernel's actor answers while it runs,
 * and after that what it has left behind. From any thread but the kernel's.
 */
final class StateQueries {
  /** A question that waits for its answer. */
  private record Asked<T>(KernelActor.Question<T> question, CompletableFuture<T> answer) {
    void answerFrom(Lifecycle.LastState state, Throwable failure) {
      if (failure == null) {
        question.answer(state.kernel(), state.now(), answer);
      } else {
        answer.completeExceptionally(failure);
      }
    }
  }

  private final Lifecycle lifecycle;
  private final Set<Asked<?>> asked = ConcurrentHashMap.newKeySet();

  StateQueries(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
    // An actor that has stopped answers nothing; what it leaves behind does not change any more.
    CompletionStage<?> unusedLast =
        lifecycle
            .last()
            .whenComplete(
                (state, failure) -> asked.forEach(question -> question.answerFrom(state, failure)));
  }

  /** Asks, and waits for the answer. */
  <T> T ask(KernelActor.Question<T> question) {
    Asked<T> one = new Asked<>(question, new CompletableFuture<>());
    asked.add(one);
    try {
      if (lifecycle.last().isDone()) {
        CompletionStage<?> unusedLast = lifecycle.last().whenComplete(one::answerFrom);
      } else {
        CompletionStage<?> unusedAsking =
            lifecycle
                .kernel()
                .thenAccept(actor -> actor.tell(new KernelActor.Ask<>(question, one.answer())));
      }
      return unwrapped(one.answer());
    } finally {
      asked.remove(one);
    }
  }

  /** The path of the kernel's actor, once it runs. */
  String kernelPath() {
    return unwrapped(lifecycle.kernel()).path().toString().replaceFirst("#.*", "");
  }

  /** How many questions are kept, and what waits for the application's last state. */
  int kept() {
    return asked.size() + lifecycle.last().getNumberOfDependents();
  }

  private static <T> T unwrapped(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }
}
