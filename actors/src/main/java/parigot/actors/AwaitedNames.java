package parigot.actors;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.kernel.ServiceName;
import parigot.kernel.guest.Directory;

/** Who of the host's own code waits for which name to run. Of one thread, the kernel's. */
final class AwaitedNames {
  private final Directory directory;
  private final Map<ServiceName, CompletableFuture<Void>> awaited = new HashMap<>();

  AwaitedNames(Directory directory) {
    this.directory = directory;
  }

  /** Completes the future as soon as somebody that runs exports the name: now, if so. */
  void await(ServiceName name, CompletableFuture<Void> running) {
    if (directory.isRunning(name)) {
      running.complete(null);
    } else {
      CompletionStage<?> unusedCompletion =
          awaited
              .computeIfAbsent(name, missing -> new CompletableFuture<>())
              .thenRun(() -> running.complete(null));
    }
  }

  /** To be called whenever the kernel may have let something run. Cheap when nobody waits. */
  void look() {
    if (!awaited.isEmpty()) {
      for (ServiceName name : List.copyOf(awaited.keySet())) {
        if (directory.isRunning(name)) {
          awaited.remove(name).complete(null);
        }
      }
    }
  }
}
