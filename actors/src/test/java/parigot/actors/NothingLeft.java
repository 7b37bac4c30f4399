package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import parigot.runtime.testing.Within;

/** Fails a test that leaves a thread of an application behind. */
final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(NothingLeft.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(HERE).put("before", threads());
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    Set<?> before = context.getStore(HERE).get("before", Set.class);
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(Within.LIMIT.toMillis());
        assertThat(thread.isAlive())
            .as(() -> thread + " is left, at " + List.of(thread.getStackTrace()))
            .isFalse();
      }
    }
  }

  /** The threads of applications: all that are made for one have its actor system's name. */
  static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("parigot"))
        .collect(Collectors.toSet());
  }
}
