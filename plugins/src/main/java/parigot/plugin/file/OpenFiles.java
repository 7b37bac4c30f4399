package parigot.plugin.file;

import file.v1.host.FileErr;
import java.util.HashMap;
import java.util.Map;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.ServiceError;

/** How many files are open, by the guest that has opened them. From any thread. */
final class OpenFiles {
  private final int most;
  private final int mostOfOne;
  private final Map<GuestLife, Integer> counts = new HashMap<>();
  private int all;

  OpenFiles(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /** One more is open. */
  synchronized void add(Caller caller, FileErr error) throws ServiceError {
    GuestLife life = GuestLife.of(caller);
    int its = counts.getOrDefault(life, 0);
    if (its >= mostOfOne) {
      throw new ServiceError(
          error.getNumber(),
          "the guest has %d files open, as many as max-open-per-guest allows".formatted(its));
    }
    if (all >= most) {
      throw new ServiceError(
          error.getNumber(), "%d files are open, as many as max-open allows".formatted(all));
    }
    counts.put(life, its + 1);
    all++;
  }

  synchronized void remove(GuestLife life) {
    counts.computeIfPresent(life, (its, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
