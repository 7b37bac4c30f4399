package parigot.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedLife;

/**
 * The file of one life. The guest's thread adds entries; the {@link LogWriter}'s writes them. What
 * waits to be written is bounded: a guest that is faster than the disk waits for it. When the disk
 * fails, a warning says so, and the guest goes on without.
 */
final class LifeLog implements EntryLog {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.record");

  /** What may wait to be written, but for one entry that is larger. */
  private static final int ROOM = 1 << 20;

  private final Path file;
  private final int start;
  private final LogWriter writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private Frames frames = new Frames();
  private Frames spare = new Frames();
  private boolean begun;
  private boolean closing;
  private boolean closed;
  private boolean failed;

  /** The writer's own. */
  private FileChannel channel;

  /** What {@link #write} has done. */
  enum Written {
    NOTHING,
    SOME,
    /** What there was, and there will be no more. */
    LAST
  }

  /**
   * @param start how often the guest was started before
   */
  LifeLog(Path file, int start, LogWriter writer) {
    this.file = file;
    this.start = start;
    this.writer = writer;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public void begin(RecordedLife head) {
    lock.lock();
    try {
      begun = true;
      frames.begin();
      frames.add(head);
    } finally {
      lock.unlock();
    }
    writer.opened(this);
  }

  /** A file has all from the start on. */
  @Override
  public void betweenEvents(Supplier<RecordedEntry> snapshot) {
    // Nothing is to be done.
  }

  @Override
  public void end(boolean hasFailed) {
    close();
  }

  @Override
  public void add(RecordedEntry entry) {
    lock.lock();
    try {
      while (frames.size() > ROOM && !failed) {
        writer.wake();
        written.awaitUninterruptibly();
      }
      if (!failed && !closing) {
        frames.add(entry);
      }
    } finally {
      lock.unlock();
    }
    writer.hint();
  }

  boolean hasSomething() {
    lock.lock();
    try {
      return closing || frames.size() > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all is in the file. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      while (begun && !closed) {
        writer.wake();
        written.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** By the writer: writes what there is. */
  Written write() {
    Frames full;
    boolean isLast;
    lock.lock();
    try {
      isLast = closing;
      full = frames;
      if (full.size() == 0 && !isLast) {
        return Written.NOTHING;
      }
      frames = spare;
    } finally {
      lock.unlock();
    }
    boolean could = write(full, isLast);
    lock.lock();
    try {
      full.clear();
      spare = full;
      failed |= !could;
      closed = isLast;
      written.signalAll();
    } finally {
      lock.unlock();
    }
    return isLast ? Written.LAST : Written.SOME;
  }

  private boolean write(Frames full, boolean isLast) {
    try {
      if (channel == null) {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      full.writeTo(channel);
      if (isLast) {
        channel.close();
      }
      return true;
    } catch (IOException e) {
      if (!failed) {
        LOG.warn("{} cannot be written, and nothing more of this life is recorded: {}", file, e);
      }
      return false;
    }
  }
}
