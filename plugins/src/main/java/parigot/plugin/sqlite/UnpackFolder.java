package parigot.plugin.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in the temporary one that only its owner may look into, for as long as it is open. A
 * process that is killed leaves its folder, and the lock of a file beside it, which is how the next
 * one knows that nobody uses it any more.
 */
final class UnpackFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnpackFolder.class);
  private static final String PREFIX = "parigot-sqlite-";
  private static final String LOCK = ".lock";

  private final Path lock;
  private final FileChannel locked;
  private final Path path;

  private UnpackFolder(Path lock, FileChannel locked, Path path) {
    this.lock = lock;
    this.locked = locked;
    this.path = path;
  }

  /** Makes one, and removes those that nobody uses. */
  static UnpackFolder in(Path parent) throws IOException {
    while (true) {
      Path lock = Files.createTempFile(parent, PREFIX, LOCK);
      FileChannel locked;
      try {
        locked = FileChannel.open(lock, StandardOpenOption.WRITE);
      } catch (NoSuchFileException e) {
        continue; // Another process took it for a left one, before it was opened
      }
      try {
        var unusedUntilItIsClosed = locked.lock();
        if (Files.exists(lock)) { // or before it was locked
          UnpackFolder made =
              new UnpackFolder(lock, locked, Files.createTempDirectory(parent, of(lock)));
          removeLeft(lock);
          return made;
        }
      } catch (IOException | RuntimeException e) {
        locked.close();
        throw e;
      }
      locked.close();
    }
  }

  Path path() {
    return path;
  }

  /** How a folder's name begins that belongs to this lock. */
  private static String of(Path lock) {
    String name = lock.getFileName().toString();
    return name.substring(0, name.length() - LOCK.length()) + "-";
  }

  /** But this one: to open and close a file that is locked may unlock it. */
  private static void removeLeft(Path own) throws IOException {
    UserPrincipal owner = Files.getOwner(own);
    Path parent = own.toAbsolutePath().getParent();
    try (DirectoryStream<Path> locks = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
      for (Path lock : locks) {
        if (!lock.getFileName().equals(own.getFileName())) {
          removeIfLeft(lock, owner);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be looked through", parent, e);
    }
  }

  private static void removeIfLeft(Path lock, UserPrincipal owner) {
    try {
      if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
          || !Files.getOwner(lock, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
        return;
      }
      try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        if (channel.tryLock() != null) {
          remove(lock, owner);
        }
      }
    } catch (OverlappingFileLockException e) {
      LOG.debug("{} is of this process", lock);
    } catch (IOException e) {
      LOG.debug("{} stays", lock, e);
    }
  }

  /** The lock last: what stays can be removed another time. */
  private static void remove(Path lock, UserPrincipal owner) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(lock.toAbsolutePath().getParent(), of(lock) + "*")) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
          delete(folder);
        }
      }
    }
    Files.delete(lock);
  }

  private static void delete(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Override
  public void close() {
    try (locked) {
      delete(path);
      Files.delete(lock);
    } catch (IOException e) {
      // Where a file that is in use cannot be deleted, the next process does so.
      LOG.debug("{} stays", path, e);
    }
  }
}
