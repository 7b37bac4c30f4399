package parigot.cli;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches folders, and tells which files have changed once nothing more has for a moment: who saves
 * several files, or has a tool do it, means one change. Has a thread of its own.
 */
final class Sources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
  private static final long QUIET_MILLIS = 60;

  /** What editors leave behind while they save. */
  private static final Pattern PASSING =
      Pattern.compile("\\..*|.*~|.*\\.(swp|swx|tmp|bak)|.*___jb_(tmp|old)___|#.*#|[0-9]+");

  /**
   * Files that have changed, come or gone.
   *
   * @param since when the first of them was seen to, of {@link System#nanoTime}
   */
  record Changed(Set<Path> files, long since) {}

  private record Folder(Path path, boolean whole, Predicate<Path> wanted) {}

  private final WatchService service;
  private final Map<WatchKey, Set<Folder>> folders = new HashMap<>();
  private final Consumer<Changed> listener;

  /**
   * Watches nothing yet.
   *
   * @param listener told on a thread of this
   */
  Sources(Consumer<Changed> listener) throws IOException {
    this.listener = listener;
    this.service = FileSystems.getDefault().newWatchService();
    Thread thread = new Thread(this::work, "parigot-sources");
    thread.setDaemon(true);
    thread.start();
  }

  /** Watches all that is in a folder, and in those in it. Nothing, when it is not there. */
  void watchAll(Path folder) {
    watch(new Folder(folder, true, file -> true));
  }

  /** Watches the files of a folder that are wanted, and not those in the folders in it. */
  void watch(Path folder, Predicate<Path> wanted) {
    watch(new Folder(folder, false, wanted));
  }

  private void watch(Folder folder) {
    try {
      if (!Files.isDirectory(folder.path())) {
        return;
      }
      if (!folder.whole()) {
        register(folder.path(), folder);
        return;
      }
      Files.walkFileTree(
          folder.path(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes)
                throws IOException {
              register(inner, new Folder(inner, true, folder.wanted()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    } catch (NoSuchFileException goneMeanwhile) {
      LOG.debug("{} is gone", folder.path());
    } catch (IOException e) {
      LOG.warn("What changes in {} is not seen: {}", folder.path(), e.toString());
    }
  }

  private void register(Path path, Folder folder) throws IOException {
    synchronized (folders) {
      WatchKey key =
          path.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_DELETE,
              StandardWatchEventKinds.ENTRY_MODIFY);
      Set<Folder> known = folders.computeIfAbsent(key, unused -> new LinkedHashSet<>());
      if (!folder.whole() || known.stream().noneMatch(Folder::whole)) {
        known.add(folder);
      }
    }
  }

  private void work() {
    try {
      while (true) {
        Set<Path> files = new LinkedHashSet<>();
        WatchKey key = service.take();
        long since = System.nanoTime();
        while (key != null) {
          take(key, files);
          key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!files.isEmpty()) {
          listener.accept(new Changed(files, since));
        }
      }
    } catch (ClosedWatchServiceException closed) {
      LOG.debug("Nothing is watched any more");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(WatchKey key, Set<Path> files) {
    Set<Folder> its;
    synchronized (folders) {
      its = Set.copyOf(folders.getOrDefault(key, Set.of()));
    }
    for (WatchEvent<?> event : key.pollEvents()) {
      for (Folder folder : its) {
        if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
          files.add(folder.path());
        } else {
          take(folder, folder.path().resolve((Path) event.context()), files);
        }
      }
    }
    if (!key.reset()) {
      synchronized (folders) {
        folders.remove(key);
      }
    }
  }

  private void take(Folder folder, Path file, Set<Path> files) {
    if (PASSING.matcher(file.getFileName().toString()).matches()) {
      return;
    }
    if (Files.isDirectory(file)) {
      if (folder.whole()) {
        // What it holds may have been there before it was watched.
        watch(new Folder(file, true, folder.wanted()));
        files.add(file);
      }
    } else if (folder.wanted().test(file)) {
      files.add(file);
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
