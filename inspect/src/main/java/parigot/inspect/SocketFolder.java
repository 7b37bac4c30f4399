package parigot.inspect;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder with a socket for each running application of this user: {@code
 * $XDG_RUNTIME_DIR/parigot}, else {@code parigot-USER} in the folder for temporary files. It is the
 * user's, and nobody else may enter it. A socket is called as the process, {@code 4711.sock}, and
 * further ones of that process {@code 4711-2.sock}.
 */
public final class SocketFolder {
  private static final Set<PosixFilePermission> OWNERS_ALONE =
      PosixFilePermissions.fromString("rwx------");
  private static final Pattern NAME = Pattern.compile("(\\d+)(?:-(\\d+))?\\.sock");

  private final Path path;

  private SocketFolder(Path path) {
    this.path = path;
  }

  /** The folder of this user, whether or not it is there. */
  public static SocketFolder ofThisUser() {
    return in(System.getenv(), Path.of(System.getProperty("java.io.tmpdir")));
  }

  static SocketFolder in(Map<String, String> environment, Path temporary) {
    String own = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!own.isEmpty() && Files.isDirectory(Path.of(own)) && Files.isWritable(Path.of(own))) {
      return new SocketFolder(Path.of(own).resolve("parigot"));
    }
    return new SocketFolder(temporary.resolve("parigot-" + System.getProperty("user.name")));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The process that a socket belongs to, by the socket's name. */
  public static long process(Path socket) {
    Matcher name = NAME.matcher(socket.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException(socket + " is not named as a socket of an application");
    }
    return Long.parseLong(name.group(1));
  }

  /**
   * The sockets, those of the oldest processes first; those too whose process has died.
   *
   * @throws IOException when the folder is there and cannot be read
   */
  public List<Path> sockets() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (var files = Files.list(path)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /**
   * Makes the folder, unless it is there, and requires it to be this user's alone.
   *
   * @throws IOException when it cannot be made, or is somebody else's: a sentence
   */
  void make() throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      throw new IOException(path + " cannot be kept from other users on this system");
    }
    FileAttribute<?> permissions = PosixFilePermissions.asFileAttribute(OWNERS_ALONE);
    try {
      Path unusedMade = Files.createDirectory(path, permissions);
    } catch (FileAlreadyExistsException e) {
      requireOwn();
    }
  }

  private void requireOwn() throws IOException {
    // A link may lead to where others look.
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is no folder");
    }
    Path mine = Files.createTempFile("parigot", "owner");
    try {
      if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine))) {
        throw new IOException(path + " belongs to another user");
      }
    } finally {
      Files.delete(mine);
    }
    if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(OWNERS_ALONE)) {
      Path unusedClosed = Files.setPosixFilePermissions(path, OWNERS_ALONE);
    }
  }

  /** Removes the sockets of processes that are no more, and that nobody listens on. */
  void removeStale() throws IOException {
    for (Path socket : sockets()) {
      if (ProcessHandle.of(process(socket)).isEmpty() && nobodyListens(socket)) {
        Files.deleteIfExists(socket);
      }
    }
  }

  private static boolean nobodyListens(Path socket) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return !channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (ConnectException refused) {
      return true;
    }
  }

  /**
   * Where this process can listen, first to last: what lies there is of an earlier process of the
   * same number.
   */
  List<Path> candidates(int most) {
    long process = ProcessHandle.current().pid();
    List<Path> all = new ArrayList<>();
    for (int i = 1; i <= most; i++) {
      all.add(path.resolve(i == 1 ? process + ".sock" : "%d-%d.sock".formatted(process, i)));
    }
    return all;
  }
}
