package parigot.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes the files of the lives of one application. It lives while there is one
 * that is open, and writes what has come together: at the latest some milliseconds after it came.
 */
final class LogWriter {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.record");

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<LifeLog> open = new LinkedHashSet<>();
  private Thread thread;

  /** Whether a file could not be written, which ends all of them. */
  private volatile boolean failed;

  /** Whether the thread waits until it is woken. */
  private volatile boolean idle;

  /** From now on there is a file to be written. */
  void opened(LifeLog log) {
    lock.lock();
    try {
      open.add(log);
      if (thread == null) {
        thread = new Thread(this::run, "parigot-recorder");
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
    wake();
  }

  /**
   * By the thread: a file cannot be written. A recording that lacks one guest from there on is of
   * no use for the others either, and a full disk is full for all of them: nothing more is written.
   */
  void fail(Path file, IOException reason) {
    if (!failed) {
      failed = true;
      LOG.warn("{} cannot be written, and nothing more is recorded: {}", file, reason.toString());
    }
  }

  /** Whether nothing is written any more. */
  boolean hasFailed() {
    return failed;
  }

  /** There is something to write, which can wait for a moment. */
  void hint() {
    if (idle) {
      wake();
    }
  }

  /** There is something to write that somebody waits for. */
  void wake() {
    Thread running = thread;
    idle = false;
    if (running != null) {
      LockSupport.unpark(running);
    }
  }

  private void run() {
    while (true) {
      boolean wrote = false;
      for (LifeLog log : logs()) {
        LifeLog.Written written = log.write();
        wrote |= written != LifeLog.Written.NOTHING;
        if (written == LifeLog.Written.LAST) {
          closed(log);
        }
      }
      if (isOver()) {
        return;
      }
      pause(wrote);
    }
  }

  private void pause(boolean wrote) {
    if (wrote) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
      return;
    }
    idle = true;
    // What came before this is seen here, and what comes later sees it idle.
    if (logs().stream().noneMatch(LifeLog::hasSomething)) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private List<LifeLog> logs() {
    lock.lock();
    try {
      return List.copyOf(open);
    } finally {
      lock.unlock();
    }
  }

  private void closed(LifeLog log) {
    lock.lock();
    try {
      open.remove(log);
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    lock.lock();
    try {
      if (open.isEmpty()) {
        thread = null;
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
