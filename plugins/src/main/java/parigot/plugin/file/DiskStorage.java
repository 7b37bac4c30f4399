package parigot.plugin.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import parigot.plugin.PluginException;
import parigot.plugin.sqlite.FailureLog;

/**
 * Files in a folder of the host: {@code /parigot/app/a/b} is the file {@code a/b} in it, so that
 * every other tool can read them. What is no plain file or folder there, a symbolic link above all,
 * does not exist for guests; they cannot make one, so what was checked stays so.
 *
 * <p>The folder {@value #OWN} in it is ours: the lock that keeps a second application out, files
 * that are being made, and the {@link AppendJournal}.
 */
final class DiskStorage implements Storage {
  static final String OWN = "@parigot";
  private static final String NEW = ".new";

  /** What file systems give files room by; each file counts as at least one. */
  private static final int BLOCK = 4096;

  private final Path root;
  private final Path own;
  private final Clock clock;
  private final Disk disk;
  private final Capacity capacity;
  private final FailureLog failures;
  private final DiskName names;
  private final AppendJournal journal;
  private final FileChannel lock;
  private final AtomicLong numbers = new AtomicLong();

  /** Held for writing while empty folders are deleted; for reading where a folder must stay. */
  private final ReadWriteLock folders = new ReentrantReadWriteLock();

  /** When files were made, by the application's clock, of those made while it runs. */
  private final Map<FilePath, Instant> made = new ConcurrentHashMap<>();

  private DiskStorage(
      Path root,
      Path own,
      FileChannel lock,
      DiskName names,
      Clock clock,
      Disk disk,
      Capacity capacity) {
    this.root = root;
    this.own = own;
    this.lock = lock;
    this.names = names;
    this.clock = clock;
    this.disk = disk;
    this.capacity = capacity;
    this.failures = new FailureLog("The guests' files in " + root, clock);
    this.journal = new AppendJournal(own, disk);
  }

  /**
   * Takes a folder, which is made if it is not there, and puts right what a crash left in it.
   *
   * @param capacity what files take on the disk is counted here, those too that are there already;
   *     what others than guests do to them is counted at the next start
   * @throws PluginException when it is no folder, may not be written, or another application has it
   */
  static DiskStorage open(Path folder, Clock clock, boolean sync, Capacity capacity)
      throws PluginException {
    try {
      Files.createDirectories(folder);
      Path root = folder.toRealPath();
      Path own = root.resolve(OWN);
      Files.createDirectories(own);
      FileChannel lock = lock(own.resolve("lock"), folder);
      try {
        Path probe = own.resolve("case");
        Files.deleteIfExists(probe);
        Files.createFile(probe);
        DiskName names = new DiskName(!Files.exists(own.resolve("CASE")));
        Files.delete(probe);
        DiskStorage storage =
            new DiskStorage(root, own, lock, names, clock, new Disk(sync), capacity);
        storage.recover();
        storage.countFiles();
        return storage;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new PluginException(
          "the folder %s for the guests' files cannot be used: %s.".formatted(folder, e), e);
    }
  }

  private static FileChannel lock(Path file, Path folder) throws IOException, PluginException {
    FileChannel open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = open.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    } finally {
      if (!locked) {
        open.close();
      }
    }
    if (!locked) {
      throw new PluginException(
          "the folder %s for the guests' files is in use by another application."
              .formatted(folder));
    }
    return open;
  }

  private void recover() throws IOException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(own, "*" + NEW)) {
      for (Path file : unfinished) {
        Files.delete(file);
      }
    }
    journal.recover(root);
  }

  private void countFiles() throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(own) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              capacity.give(-onDisk(attributes.size()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) {
            // Somebody else's, whom guests cannot get at either.
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** What a file of this size takes. */
  static long onDisk(long size) {
    return Math.max(1, (size + BLOCK - 1) / BLOCK) * BLOCK;
  }

  private void reserve(FilePath path, long more) throws IOException {
    if (!capacity.take(more)) {
      throw new Refused(
          path,
          "the files on the disk may have %,d bytes together, by disk-capacity"
              .formatted(capacity.all()));
    }
  }

  /** What is refused for a reason of ours, and is no failure of the disk. */
  private static final class Refused extends FileSystemException {
    private static final long serialVersionUID = 1;

    Refused(FilePath path, String reason) {
      super(path.text(), null, reason);
    }
  }

  private void logFailure(IOException e) {
    if (!(e instanceof Refused)) {
      String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      failures.log("writing", new IOException(reason == null ? e.toString() : reason, e));
    }
  }

  @Override
  public Optional<Status> status(FilePath path) throws IOException {
    Optional<Path> found = find(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    BasicFileAttributes attributes = attributes(found.get());
    if (attributes.isRegularFile()) {
      return Optional.of(status(path, attributes));
    }
    return attributes.isDirectory() ? sum(path, found.get()) : Optional.empty();
  }

  private Status status(FilePath path, BasicFileAttributes attributes) {
    Instant modified = attributes.lastModifiedTime().toInstant();
    Instant created = made.getOrDefault(path, attributes.creationTime().toInstant());
    return new Status(
        false, attributes.size(), created.isAfter(modified) ? modified : created, modified);
  }

  /** A folder is what the files in it are together that a guest could name. */
  private Optional<Status> sum(FilePath folder, Path start) throws IOException {
    List<Status> files = new ArrayList<>();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          private final List<String> below = new ArrayList<>();

          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            if (path.equals(start)) {
              return FileVisitResult.CONTINUE;
            }
            Optional<String> name = names.read(path.getFileName().toString());
            if (name.isEmpty() || name.get().contains(".")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            below.add(name.get());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            Optional<String> name = names.read(path.getFileName().toString());
            if (name.isPresent() && attributes.isRegularFile()) {
              List<String> all = new ArrayList<>(folder.names());
              all.addAll(below);
              all.add(name.get());
              files.add(status(new FilePath(all), attributes).asFolder());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
            // Deleted since the folder was listed.
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, IOException e) throws IOException {
            if (e != null && !(e instanceof NoSuchFileException)) {
              throw e;
            }
            if (!path.equals(start)) {
              below.remove(below.size() - 1);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files.stream().reduce(Status::and);
  }

  @Override
  public void replace(FilePath path, ByteString content) throws IOException {
    Instant now = clock.instant();
    Optional<Status> before = status(path);
    long had = before.filter(old -> !old.isFolder()).map(old -> onDisk(old.size())).orElse(0L);
    long more = onDisk(content.size()) - had;
    reserve(path, more);
    Path unfinished = own.resolve(numbers.getAndIncrement() + NEW);
    boolean done = false;
    try {
      disk.write(unfinished, content.toByteArray());
      Files.setLastModifiedTime(unfinished, FileTime.from(now));
      moveTo(path, unfinished);
      done = true;
    } catch (IOException e) {
      logFailure(e);
      throw e;
    } finally {
      if (!done) {
        capacity.give(more);
      }
      Files.deleteIfExists(unfinished);
    }
    made.put(path, before.map(Status::created).orElse(now));
  }

  private void moveTo(FilePath path, Path unfinished) throws IOException {
    folders.readLock().lock();
    try {
      Path target = makeFolders(path).resolve(names.of(last(path)));
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !attributes(target).isRegularFile()) {
        throw new Refused(path, "it is no file");
      }
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      disk.syncFolder(target.getParent());
    } finally {
      folders.readLock().unlock();
    }
  }

  private Path makeFolders(FilePath path) throws IOException {
    Path folder = root;
    for (String name : path.names().subList(0, path.names().size() - 1)) {
      Path next = folder.resolve(names.of(name));
      try {
        Files.createDirectory(next);
        disk.syncFolder(folder);
      } catch (FileAlreadyExistsException e) {
        if (!attributes(next).isDirectory()) {
          throw new Refused(path, next + " is no folder");
        }
      }
      folder = next;
    }
    return folder;
  }

  @Override
  public void append(FilePath path, long length, ByteString data) throws IOException {
    Path file = file(path);
    long more = onDisk(length + data.size()) - onDisk(length);
    reserve(path, more);
    try {
      journal.begin(path, root.relativize(file), length);
      disk.write(file, length, data.toByteArray());
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
      journal.commit(path, length + data.size());
    } catch (IOException e) {
      capacity.give(more);
      logFailure(e);
      try {
        disk.cut(file, length);
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  @Override
  public void truncate(FilePath path, long length) throws IOException {
    Optional<Path> file = find(path);
    if (file.isPresent() && attributes(file.get()).isRegularFile()) {
      Instant modified = attributes(file.get()).lastModifiedTime().toInstant();
      if (attributes(file.get()).size() > length) {
        disk.cut(file.get(), length);
        Files.setLastModifiedTime(file.get(), FileTime.from(modified));
      }
    }
    journal.forget(path);
  }

  @Override
  public ByteString read(FilePath path, long offset, int count) throws IOException {
    return UnsafeByteOperations.unsafeWrap(Disk.read(file(path), offset, count));
  }

  @Override
  public void delete(FilePath path) throws IOException {
    Path file = file(path);
    long size = attributes(file).size();
    Files.delete(file);
    capacity.give(onDisk(size));
    made.remove(path);
    Path kept;
    folders.writeLock().lock();
    try {
      kept = firstWithFiles(file.getParent());
      // Before the other is let go, for nobody else may delete what is about to be opened.
      folders.readLock().lock();
    } finally {
      folders.writeLock().unlock();
    }
    try {
      disk.syncFolder(kept);
    } finally {
      folders.readLock().unlock();
    }
  }

  /** The folder itself if something lies in it; else the first above it, and it is deleted. */
  private Path firstWithFiles(Path folder) {
    Path last = folder;
    while (!last.equals(root)) {
      try {
        Files.deleteIfExists(last);
      } catch (IOException e) {
        // Another file is in it; and if it is something else, an empty folder does no harm.
        return last;
      }
      last = last.getParent();
    }
    return last;
  }

  @Override
  public void close() {
    failures.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a path leads, if something is there and all on the way to it are plain folders. */
  private Optional<Path> find(FilePath path) throws IOException {
    Path found = root;
    for (int i = 0; i < path.names().size(); i++) {
      try {
        if (!attributes(found).isDirectory()) {
          return Optional.empty();
        }
        found = found.resolve(names.of(path.names().get(i)));
        attributes(found);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  private Path file(FilePath path) throws IOException {
    Path found = find(path).orElseThrow(() -> new NoSuchFileException(path.text()));
    if (!attributes(found).isRegularFile()) {
      throw new FileSystemException(path.text(), null, "it is no file");
    }
    return found;
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static String last(FilePath path) {
    return path.names().get(path.names().size() - 1);
  }
}
