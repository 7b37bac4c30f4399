package parigot.actors;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What the host's own code waits for. Whatever it is, the end of the application completes it. From
 * any thread.
 */
final class Outstanding {
  private static final class Open<T> {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Consumer<CompletableFuture<T>> atEnd;

    Open(Consumer<CompletableFuture<T>> atEnd) {
      this.atEnd = atEnd;
    }

    void end() {
      atEnd.accept(future);
    }
  }

  private final Set<Open<?>> open = ConcurrentHashMap.newKeySet();

  /**
   * Something more is waited for. Who asks for it sees to it that the end does not pass between the
   * two: {@link Lifecycle#endWhatIsOpenIfOver} comes after the asking.
   *
   * @param atEnd completes it, when the application ends before anything else has
   */
  <T> CompletableFuture<T> add(Consumer<CompletableFuture<T>> atEnd) {
    Open<T> one = new Open<>(atEnd);
    open.add(one);
    CompletionStage<?> unusedRemoval =
        one.future.whenComplete((value, failure) -> open.remove(one));
    return one.future;
  }

  /** Nothing of this comes any more. */
  void end() {
    open.forEach(Open::end);
  }
}
