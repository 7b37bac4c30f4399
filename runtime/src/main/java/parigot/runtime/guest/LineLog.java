package parigot.runtime.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.event.Level;
import parigot.kernel.TraceContext;
import parigot.plugin.GuestLog;
import parigot.plugin.TraceParent;
import parigot.wasm.InstanceSettings.Output;

/**
 * Turns what a guest writes into lines of the log, under the guest's name. A line longer than
 * {@value #LONGEST_LINE} bytes is cut into several, so that a guest that never ends its line holds
 * no memory. Used on the guest's thread only.
 */
final class LineLog implements Output {
  static final int LONGEST_LINE = 8192;

  private final String label;
  private final OutputLimit limit;
  private final Supplier<TraceContext> trace;
  private byte[] line = new byte[128];
  private int length;

  /**
   * @param trace of which trace what the guest writes now is a part
   */
  LineLog(String label, OutputLimit limit, Supplier<TraceContext> trace) {
    this.label = label;
    this.limit = limit;
    this.trace = trace;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    if (!limit.passes(count)) {
      throw new UncheckedIOException(new IOException(label + " is over its output-limit"));
    }
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        flush();
      } else {
        if (length == LONGEST_LINE) {
          flush();
        }
        append(bytes[i]);
      }
    }
  }

  /** Logs the line that was begun and not ended, if there is one. */
  void close() {
    if (length > 0) {
      flush();
    }
    limit.report();
    line = new byte[0];
  }

  private void append(byte b) {
    if (length == line.length) {
      line = Arrays.copyOf(line, Math.max(128, line.length * 2));
    }
    line[length++] = b;
  }

  private void flush() {
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    length = 0;
    TraceContext now = trace.get();
    Optional<TraceParent> parent =
        now.isPresent()
            ? Optional.of(new TraceParent(now.traceparent(), now.state()))
            : Optional.empty();
    GuestLog.log(label, Level.INFO, parent, text);
  }
}
