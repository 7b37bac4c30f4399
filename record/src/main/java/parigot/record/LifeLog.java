package parigot.record;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedLife;

/**
 * The file of one life. The guest's thread adds entries; the {@link LogWriter}'s writes them. What
 * waits to be written is bounded: a guest that is faster than the disk waits for it. When the disk
 * fails, the writer says so, and the guest goes on without.
 */
final class LifeLog implements EntryLog {
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

  /** How many entries have come, and how many of them were written, or given up. */
  private long came;

  private long went;

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
  public void add(FrameContent entry) {
    lock.lock();
    try {
      while (frames.size() > ROOM && !writer.hasFailed()) {
        writer.wake();
        written.awaitUninterruptibly();
      }
      if (!closing && !writer.hasFailed()) {
        frames.add(entry);
        came++;
      }
    } finally {
      lock.unlock();
    }
    writer.hint();
  }

  /** It is in its file already, but for the last moment. */
  @Override
  public Optional<Path> dump(Folder folder) throws IOException {
    lock.lock();
    try {
      long all = came;
      if (!begun || closing) {
        return Optional.empty();
      }
      while (went < all && !closed) {
        writer.wake();
        written.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    if (writer.hasFailed()) {
      throw new IOException("it was given up, as the log says");
    }
    return Optional.of(file);
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
    long all;
    lock.lock();
    try {
      isLast = closing;
      all = came;
      full = frames;
      if (full.size() == 0 && !isLast) {
        return Written.NOTHING;
      }
      frames = spare;
    } finally {
      lock.unlock();
    }
    write(full, isLast);
    lock.lock();
    try {
      if (isLast) {
        frames = new Frames();
        spare = frames;
      } else {
        full.clear();
        spare = full;
      }
      went = all;
      closed = isLast;
      written.signalAll();
    } finally {
      lock.unlock();
    }
    return isLast ? Written.LAST : Written.SOME;
  }

  private void write(Frames full, boolean isLast) {
    try {
      if (!writer.hasFailed()) {
        if (channel == null) {
          channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
        full.writeTo(channel);
      }
    } catch (IOException e) {
      writer.fail(file, e);
    }
    if (isLast && channel != null) {
      close(channel);
    }
  }

  private void close(FileChannel open) {
    try {
      open.close();
    } catch (IOException e) {
      writer.fail(file, e);
    }
  }
}
