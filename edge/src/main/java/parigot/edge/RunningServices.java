package parigot.edge;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import parigot.actors.Application;
import parigot.runtime.descriptors.DescribedService;

/** Follows which of the open services run, on whichever node. */
final class RunningServices {
  private final Application application;
  private final BiConsumer<DescribedService, Boolean> changed;

  /**
   * @param changed is told whether a service runs, at each change, from the kernel's turn: it must
   *     not block
   */
  RunningServices(Application application, BiConsumer<DescribedService, Boolean> changed) {
    this.application = application;
    this.changed = changed;
  }

  /** Follows one more service, to the end of the application. */
  void follow(DescribedService service) {
    CompletionStage<?> unusedRunning =
        application
            .running(service.name().packagePath(), service.name().service())
            .thenRun(
                () -> {
                  changed.accept(service, true);
                  followToItsEnd(service);
                });
  }

  private void followToItsEnd(DescribedService service) {
    CompletionStage<?> unusedAway =
        application
            .away(service.name())
            .thenRun(
                () -> {
                  changed.accept(service, false);
                  follow(service);
                });
  }
}
