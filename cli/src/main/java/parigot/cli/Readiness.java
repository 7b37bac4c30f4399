package parigot.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.GuestStatus;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;

/**
 * Says in one line what runs once an application that only serves is ready; and of any, as long as
 * it is not ready, each few seconds what it waits for. On a thread of its own, which ends when that
 * is said.
 */
final class Readiness {
  /** With {@code -q} it says nothing. */
  static final String LOGGER = "parigot.ready";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);
  private static final int MOST_NAMED = 8;

  private final Application application;
  private final ApplicationSettings settings;
  private final boolean onlyServers;
  private final Duration patience;

  /**
   * @param onlyServers whether it serves until it is told to end
   * @param patience how long it may take without a word
   */
  Readiness(
      Application application,
      ApplicationSettings settings,
      boolean onlyServers,
      Duration patience) {
    this.application = application;
    this.settings = settings;
    this.onlyServers = onlyServers;
    this.patience = patience;
  }

  void tell() {
    Thread thread = new Thread(this::await, "parigot-ready");
    thread.setDaemon(true);
    thread.start();
  }

  private void await() {
    CompletableFuture<Void> launched = application.launched().toCompletableFuture();
    long passed = 0;
    while (true) {
      try {
        launched.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (onlyServers) {
          LOG.info("{}", whatRuns());
        }
        return;
      } catch (TimeoutException notYet) {
        passed += patience.toMillis();
        sayWhatIsWaitedFor(Duration.ofMillis(passed));
      } catch (ExecutionException ended) {
        // Why it did not come to that is told where it ends.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private String whatRuns() {
    List<String> names = application.guests().stream().map(guest -> guest.name()).toList();
    List<String> addresses = application.addresses();
    String where = addresses.isEmpty() ? "" : ", at " + String.join(" and ", addresses);
    String look =
        settings.isInspected()
            ? "; \"parigot ps -p %d\" shows how it stands".formatted(ProcessHandle.current().pid())
            : "";
    // A node may wait for guests that move.
    String guests = names.isEmpty() ? "no guest runs here yet" : shortened(names);
    return "Ready: %s%s%s.".formatted(guests, where, look);
  }

  private void sayWhatIsWaitedFor(Duration passed) {
    List<String> sentences;
    try {
      sentences = application.statuses().stream().flatMap(each -> sentence(each).stream()).toList();
    } catch (StartException ended) {
      return;
    }
    if (!sentences.isEmpty()) {
      LOG.info("Not ready after {} s: {}.", passed.toSeconds(), shortened(sentences));
    }
  }

  private static List<String> sentence(GuestStatus guest) {
    String name = guest.plan().label();
    return switch (guest.state()) {
      case "starting" -> List.of(name + " has not asked to launch");
      case "waiting" -> List.of(name + " waits for " + String.join(", ", guest.waitsFor()));
      case "restarting" -> List.of(name + " has ended and is started again");
      default -> List.of();
    };
  }

  private static String shortened(List<String> all) {
    String first = all.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = all.size() - MOST_NAMED;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }
}
