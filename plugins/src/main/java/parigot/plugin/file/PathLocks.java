package parigot.plugin.file;

import file.v1.host.FileErr;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import parigot.plugin.ServiceError;

/** Lets one call at a time work on a path. Different paths may share a lock, never for long. */
final class PathLocks {
  /** What is done while a path is held. */
  @FunctionalInterface
  interface Work<R> {
    R run() throws ServiceError;
  }

  private final Lock[] locks =
      Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

  /**
   * Does some work on a path.
   *
   * @throws ServiceError when the thread is interrupted while it waits: nothing has been done then
   */
  <R> R with(FilePath path, Work<R> work) throws ServiceError {
    Lock lock = lock(path);
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceError(
          FileErr.DispatchError_VALUE, "interrupted while another call was at " + path);
    }
    try {
      return work.run();
    } finally {
      lock.unlock();
    }
  }

  /** The same for work that may not be left undone: no interrupt ends its wait. */
  void surelyWith(FilePath path, Runnable work) {
    Lock lock = lock(path);
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  private Lock lock(FilePath path) {
    return locks[Math.floorMod(path.hashCode(), locks.length)];
  }
}
