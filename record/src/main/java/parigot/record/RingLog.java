package parigot.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedLife;

/**
 * The last part of one life, in memory: two halves that each begin with what the guest was then, or
 * with its start. When the younger is full, the elder is forgotten. It is written when the guest
 * fails.
 */
final class RingLog implements EntryLog {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.record");

  private final Path file;
  private final int start;
  private final long half;

  private final ReentrantLock lock = new ReentrantLock();
  private Frames head = new Frames();
  private Frames elder = new Frames();
  private Frames younger = new Frames();
  private int snapshotSize;
  private boolean closed;

  /**
   * @param start how often the guest was started before
   * @param size what both halves may take, but for the entries of one event, and for what the guest
   *     was at the beginning of each
   */
  RingLog(Path file, int start, long size) {
    this.file = file;
    this.start = start;
    this.half = size / 2;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public void begin(RecordedLife life) {
    lock.lock();
    try {
      head.begin();
      head.add(life);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void add(RecordedEntry entry) {
    lock.lock();
    try {
      if (!closed) {
        younger.add(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void betweenEvents(Supplier<RecordedEntry> snapshot) {
    lock.lock();
    try {
      if (younger.size() - snapshotSize > half && !closed) {
        Frames forgotten = elder;
        elder = younger;
        younger = forgotten;
        younger.clear();
        younger.add(snapshot.get());
        snapshotSize = younger.size();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end(boolean hasFailed) {
    lock.lock();
    try {
      if (hasFailed && !closed) {
        write();
      }
    } finally {
      lock.unlock();
    }
    close();
  }

  private void write() {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      head.writeTo(channel);
      elder.writeTo(channel);
      younger.writeTo(channel);
      LOG.warn("What crossed into it before it failed is recorded in {}", file);
    } catch (IOException e) {
      LOG.warn("{} cannot be written, and what crossed into the guest is lost: {}", file, e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      head = new Frames();
      elder = new Frames();
      younger = new Frames();
    } finally {
      lock.unlock();
    }
  }
}
