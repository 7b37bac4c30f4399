package parigot.console;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.inspect.InspectionException;
import parigot.inspect.RunningApplication;
import parigot.v1.host.Refusal;

/** The log of several nodes as one: a JSON object for each line, until all have ended. */
final class FollowedLog {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedLog.class);

  /** How soon it is noticed that nobody reads any more, though nothing is logged. */
  private static final long LOOK_SECONDS = 2;

  private final List<RunningApplication> nodes;
  private final String path;
  private final CountDownLatch open;

  private FollowedLog(List<RunningApplication> nodes, String path) {
    this.nodes = nodes;
    this.path = path;
    this.open = new CountDownLatch(nodes.size());
  }

  /**
   * Of these nodes.
   *
   * @param query {@code guest=NAME} and {@code lines=N}
   */
  static FollowedLog of(List<RunningApplication> nodes, Map<String, String> query) {
    return new FollowedLog(
        nodes,
        "/v1/log?format=json&follow=true&guest=%s&lines=%s"
            .formatted(
                encoded(query.getOrDefault("guest", "")),
                encoded(query.getOrDefault("lines", "200"))));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Writes until the nodes have ended, or whoever reads has gone.
   *
   * @throws IOException when whoever reads has gone
   */
  void writeTo(OutputStream out) throws IOException, InterruptedException {
    Sink sink = new Sink(out);
    List<Thread> readers = new ArrayList<>();
    for (RunningApplication node : nodes) {
      Thread reader = new Thread(() -> read(node, sink), "parigot-console-log");
      reader.setDaemon(true);
      readers.add(reader);
      reader.start();
    }
    try {
      while (!open.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        sink.write("\n".getBytes(StandardCharsets.UTF_8));
      }
    } finally {
      readers.forEach(Thread::interrupt);
    }
  }

  private void read(RunningApplication node, Sink sink) {
    try {
      node.copy(path, sink.ofOneNode());
    } catch (InspectionException e) {
      sink.tell(e.refusal());
    } catch (IOException e) {
      LOG.debug("The log of {} ends, or nobody reads it: {}", node.process(), e.toString());
    } finally {
      open.countDown();
    }
  }

  /** What all nodes write to, in whole lines. */
  private static final class Sink {
    private final OutputStream out;

    Sink(OutputStream out) {
      this.out = out;
    }

    synchronized void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    /** A node that refuses says why in the place of its lines. */
    void tell(Refusal refusal) {
      try {
        write((Questions.json(refusal) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        LOG.debug("Nobody reads why a node refuses: {}", e.toString());
      }
    }

    OutputStream ofOneNode() {
      return new OutputStream() {
        private byte[] begun = new byte[0];

        @Override
        public void write(int octet) throws IOException {
          write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          byte[] all = new byte[begun.length + length];
          System.arraycopy(begun, 0, all, 0, begun.length);
          System.arraycopy(bytes, from, all, begun.length, length);
          int end = all.length;
          while (end > 0 && all[end - 1] != '\n') {
            end--;
          }
          if (end > 0) {
            Sink.this.write(Arrays.copyOf(all, end));
          }
          begun = Arrays.copyOfRange(all, end, all.length);
        }
      };
    }
  }
}
