package parigot.runtime.loading;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.GuestLog;
import parigot.wasm.CompileListener;

/**
 * Says in the log how far a large module's compilation is: who starts an application for the first
 * time would else see nothing for a minute.
 */
final class LoadingLines implements CompileListener {
  /** A logger of its own, to be made quiet by. */
  static final String LOGGER = "parigot.loading";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private static final Duration BETWEEN = Duration.ofSeconds(5);

  /** From about a second of work on. */
  private static final long MANY_INSTRUCTIONS = 200_000;

  private final List<String> about;
  private final String guests;
  private final Path file;
  private final int size;
  private final boolean large;
  private Duration next = BETWEEN;

  LoadingLines(List<String> guests, Path file, int size, long instructions) {
    this.about = guests;
    this.guests = String.join(", ", guests);
    this.file = file.getFileName();
    this.size = size;
    this.large = instructions >= MANY_INSTRUCTIONS;
  }

  @Override
  public void at(int percent, Duration soFar) {
    GuestLog.about(about, () -> tell(percent, soFar));
  }

  private void tell(int percent, Duration soFar) {
    if (percent == 0 && soFar.isZero()) {
      if (large) {
        LOG.info("{}: {} is being compiled, {} bytes.", guests, file, "%,d".formatted(size));
      }
    } else if (soFar.compareTo(next) >= 0) {
      LOG.info("{}: {} is compiled to {} % after {} s.", guests, file, percent, soFar.toSeconds());
      while (soFar.compareTo(next) >= 0) {
        next = next.plus(BETWEEN);
      }
    }
  }
}
