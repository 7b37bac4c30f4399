package parigot.plugin;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps other applications from a store that this one has, by a file that is locked for as long as
 * the process lives. The file also holds some space back: on a full disk it is let go, so that
 * deleting, which needs a little itself, works there.
 */
public final class StoreLock implements AutoCloseable {
  /** How many bytes are held back. */
  static final int SPARE = 256 * 1024;

  private final RandomAccessFile file;

  private StoreLock(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Takes the lock; nothing when another application has it.
   *
   * @param path the file, which is made if need be, in a folder that is there
   */
  public static Optional<StoreLock> tryTake(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean taken = false;
    try {
      FileLock lock = file.getChannel().tryLock();
      taken = lock != null;
    } catch (OverlappingFileLockException e) {
      // This very process has it.
      taken = false;
    } finally {
      if (!taken) {
        file.close();
      }
    }
    return taken ? Optional.of(new StoreLock(file)) : Optional.empty();
  }

  /** Holds space back, as much as there is. */
  public synchronized void holdSpare() {
    try {
      byte[] some = new byte[4096];
      file.seek(file.length());
      while (file.length() < SPARE) {
        file.write(some);
      }
    } catch (IOException e) {
      // The disk is full, or it is closed; there may be more another time.
      return;
    }
  }

  /**
   * Lets go of the space.
   *
   * @return whether there was some
   */
  public synchronized boolean giveSpare() {
    try {
      boolean some = file.length() > 0;
      file.setLength(0);
      return some;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
