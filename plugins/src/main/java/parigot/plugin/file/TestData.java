package parigot.plugin.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import file.v1.host.FileErr;
import file.v1.host.LoadTestDataRequest;
import file.v1.host.LoadTestDataResponse;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLog;
import parigot.plugin.ServiceError;

/**
 * A folder of the host's whose files a guest may have copied into the application's. Nothing
 * outside it can be named, and no symbolic link in it is followed.
 */
final class TestData {
  /** A file that is larger is one that cannot be loaded: nobody waits so long. */
  static final int LARGEST = 64 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(TestData.class);

  /** Takes in one file. */
  @FunctionalInterface
  interface Importer {
    void take(FilePath path, ByteString content) throws ServiceError;
  }

  private final Path root;

  /**
   * The folder.
   *
   * @param root exists, and is a real path
   */
  TestData(Path root) {
    this.root = root;
  }

  /**
   * Copies all that can be copied, and answers with what cannot be. (Its own host ended the whole
   * application on that unless {@code return_on_fail} was set, so the flag decides nothing here.)
   */
  LoadTestDataResponse load(LoadTestDataRequest request, Caller caller, Importer importer)
      throws ServiceError {
    Path folder = folder(request.getDirPath());
    FilePath mount = FilePath.parseFolder(request.getMountLocation());
    Map<Path, FilePath> wanted = new TreeMap<>();
    LoadTestDataResponse.Builder response = LoadTestDataResponse.newBuilder();
    for (Path file : filesIn(folder)) {
      try {
        wanted.put(file, mount.below(namesOf(folder.relativize(file))));
        if (!Files.isReadable(file) || Files.size(file) > LARGEST || Files.isSymbolicLink(file)) {
          wanted.remove(file);
          response.addErrorPath(shown(request, folder, file));
        }
      } catch (ServiceError | IOException e) {
        response.addErrorPath(shown(request, folder, file));
      }
    }
    if (wanted.isEmpty() && response.getErrorPathCount() == 0) {
      throw new ServiceError(FileErr.NoDataFoundError_VALUE, "nothing lies in " + folder);
    }
    FileService.requireRoom(response.build(), caller);
    for (Map.Entry<Path, FilePath> file : wanted.entrySet()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ServiceError(FileErr.DispatchError_VALUE, "interrupted before " + file.getKey());
      }
      try {
        importer.take(file.getValue(), content(file.getKey()));
      } catch (ServiceError | IOException e) {
        LOG.warn("{} cannot be loaded: {}", file.getKey(), e.getMessage());
        String failed = shown(request, folder, file.getKey());
        if (response.clone().addErrorPath(failed).build().getSerializedSize() <= caller.room()) {
          response.addErrorPath(failed);
        }
      }
    }
    return response.build();
  }

  private Path folder(String dirPath) throws ServiceError {
    try {
      Path real = root.resolve(dirPath).toRealPath();
      if (real.startsWith(root) && Files.isDirectory(real)) {
        return real;
      }
    } catch (InvalidPathException | IOException e) {
      LOG.debug("no folder of test data", e);
    }
    throw new ServiceError(
        FileErr.NotExistError_VALUE,
        "there is no folder %s in the test data".formatted(GuestLog.printable(dirPath)));
  }

  private static List<Path> filesIn(Path folder) throws ServiceError {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              files.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new ServiceError(FileErr.ReadError_VALUE, "%s: %s".formatted(folder, e));
    }
    return files;
  }

  private static ByteString content(Path file) throws IOException {
    return UnsafeByteOperations.unsafeWrap(Disk.read(file, 0, LARGEST));
  }

  private static List<String> namesOf(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false).map(Path::toString).toList();
  }

  /** As the guest named the folder, so that the answer tells it nothing about the host. */
  private static String shown(LoadTestDataRequest request, Path folder, Path file) {
    return request.getDirPath() + "/" + folder.relativize(file);
  }
}
