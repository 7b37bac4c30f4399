package parigot.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * What is to be written to a stream and is not yet: a thread of its own writes it, so that nobody
 * else waits for whoever reads. It holds so many bytes at most; a line that is too much is dropped
 * and counted, and the count is written in its place.
 */
final class Backlog {
  private final OutputStream out;
  private final int mostBytes;
  private final ArrayDeque<byte[]> lines = new ArrayDeque<>();
  private int bytes;
  private long dropped;
  private boolean writing;

  /** How many lines have left, so that who waits sees whether anybody reads. */
  private long written;

  Backlog(OutputStream out, int mostBytes) {
    this.out = out;
    this.mostBytes = mostBytes;
    Thread writer = new Thread(this::write, "parigot-log");
    writer.setDaemon(true);
    writer.start();
  }

  /** Takes whole lines; never waits. */
  synchronized void add(byte[] line) {
    if (dropped > 0 || line.length > mostBytes - bytes) {
      dropped++;
      return;
    }
    lines.add(line);
    bytes += line.length;
    notifyAll();
  }

  /** Waits until all is written; no longer than this without anything being read. */
  synchronized void drain(long millis) throws InterruptedException {
    long last = -1;
    long deadline = 0;
    while (writing || !lines.isEmpty() || dropped > 0) {
      long now = System.nanoTime();
      if (written != last) {
        last = written;
        deadline = now + TimeUnit.MILLISECONDS.toNanos(millis);
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - now);
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private void write() {
    boolean isLost = false;
    while (true) {
      byte[] line = next();
      if (!isLost) {
        try {
          out.write(line);
          out.flush();
        } catch (IOException e) {
          // Nobody can be told: this is where one would be.
          isLost = true;
        }
      }
      left();
    }
  }

  private synchronized byte[] next() {
    while (lines.isEmpty() && dropped == 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        // Nobody interrupts this thread, and it has nothing else to do.
      }
    }
    writing = true;
    byte[] line = lines.poll();
    if (line != null) {
      bytes -= line.length;
      return line;
    }
    String sentence =
        "parigot: %d lines of the log are missing here: they came faster than they were read.%n"
            .formatted(dropped);
    dropped = 0;
    return sentence.getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void left() {
    writing = false;
    written++;
    notifyAll();
  }
}
