package parigot.actors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.kernel.ServiceName;
import parigot.kernel.guest.Directory;

/**
 * Who of the host's own code waits for which name to run, or to run no longer. Of one thread, the
 * kernel's.
 */
final class AwaitedNames {
  /**
   * What is waited for.
   *
   * @param runs whether somebody that runs is to export the name, or nobody
   */
  record Wanted(ServiceName name, boolean runs) {}

  private final Directory directory;
  private final Map<Wanted, CompletableFuture<Void>> awaited = new HashMap<>();

  AwaitedNames(Directory directory) {
    this.directory = directory;
  }

  /** Completes the future as soon as it is so: now, if it is. */
  void await(Wanted wanted, CompletableFuture<Void> happened) {
    if (isSo(wanted)) {
      happened.complete(null);
    } else {
      CompletionStage<?> unusedCompletion =
          awaited
              .computeIfAbsent(wanted, missing -> new CompletableFuture<>())
              .thenRun(() -> happened.complete(null));
    }
  }

  private boolean isSo(Wanted wanted) {
    return directory.isRunning(wanted.name()) == wanted.runs();
  }

  /** To be called whenever the kernel may have changed what runs. Cheap when nobody waits. */
  void look() {
    if (!awaited.isEmpty()) {
      for (Wanted wanted : List.copyOf(awaited.keySet())) {
        if (isSo(wanted)) {
          awaited.remove(wanted).complete(null);
        }
      }
    }
  }
}
