package parigot.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.GuestLog;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedLife;

/**
 * The last part of one life, in memory: two halves that each begin with what the guest was then, or
 * with its start. When the younger is full, the elder is forgotten. It is written when the guest
 * fails, or somebody asks for it.
 *
 * <p>Of a guest that cannot be told what it is between two events there is only its start to begin
 * with. When more has come than fits, all of it is forgotten.
 */
final class RingLog implements EntryLog {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.record");

  private final String guest;
  private final Path file;
  private final int start;
  private final long half;
  private final boolean beginsAnywhere;

  private final ReentrantLock lock = new ReentrantLock();
  private Frames head = new Frames();
  private Frames elder = new Frames();
  private Frames younger = new Frames();
  private int snapshotSize;
  private boolean closed;

  /**
   * @param guest its name in logs
   * @param start how often the guest was started before
   * @param size what both halves may take, but for the entries of one event, and for what the guest
   *     was at the beginning of each
   * @param beginsAnywhere whether it can be told what the guest is between two events
   */
  RingLog(String guest, Path file, int start, long size, boolean beginsAnywhere) {
    this.guest = guest;
    this.file = file;
    this.start = start;
    this.half = size / 2;
    this.beginsAnywhere = beginsAnywhere;
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
  public void add(FrameContent entry) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      younger.add(entry);
      if (!beginsAnywhere && younger.size() > 2 * half) {
        LOG.warn(
            "More has crossed into it than parigot.record.ring holds, and it can be run again from"
                + " its start alone: nothing is recorded of it until it is started again.");
        forget();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void betweenEvents(Supplier<RecordedEntry> snapshot) {
    if (!beginsAnywhere) {
      return;
    }
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

  @Override
  public Optional<Path> dump(Folder folder) throws IOException {
    List<Frames> now;
    lock.lock();
    try {
      if (closed || head.size() == 0) {
        return Optional.empty();
      }
      // The guest does not wait for the disk.
      now = List.of(head.copy(), elder.copy(), younger.copy());
    } finally {
      lock.unlock();
    }
    Path written = folder.get().resolve(file.getFileName());
    Frames.write(now, written);
    return Optional.of(written);
  }

  private void write() {
    try {
      Frames.write(List.of(head, elder, younger), file);
      GuestLog.about(
          guest,
          () -> LOG.warn("What crossed into {} before it failed is recorded in {}", guest, file));
    } catch (IOException e) {
      GuestLog.about(
          guest,
          () ->
              LOG.warn(
                  "{} cannot be written, and what crossed into {} is lost: {}", file, guest, e));
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      forget();
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    closed = true;
    head = new Frames();
    elder = new Frames();
    younger = new Frames();
  }
}
