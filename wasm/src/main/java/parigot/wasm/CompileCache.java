package parigot.wasm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compilations and inspections of modules that outlive the process, one file each, named by the
 * digest of the module and the version of the compiler.
 *
 * <p>Several processes may use the same folder at once: a file appears whole, by an atomic rename,
 * and one that is torn, foreign or damaged is taken for absent. The files become code of this
 * process, so the folder and each file must belong to the user it runs as, and nobody else may
 * write to them.
 */
final class CompileCache {
  private static final Logger log = LoggerFactory.getLogger(CompileCache.class);

  private static final String CLASSES = ".wasm-classes";
  private static final String INSPECTION = ".wasm-inspection";
  private static final String UNFINISHED = ".unfinished";
  private static final byte[] MAGIC = {'P', 'A', 'R', 'I', 'G', 'O', 'T', 5};
  private static final int DIGEST = 32;
  private static final Duration UNUSED_FOR_LONG = Duration.ofDays(30);
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Set<PosixFilePermission> WRITABLE_BY_OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path directory;
  private final String compiler;
  private final UserPrincipal owner;

  /** The time of opening, as the file system says it. */
  private final FileTime opened;

  private final AtomicBoolean warned = new AtomicBoolean();

  private CompileCache(Path directory, String compiler, UserPrincipal owner, FileTime opened) {
    this.directory = directory;
    this.compiler = compiler;
    this.owner = owner;
    this.opened = opened;
  }

  /**
   * Opens the cache in a folder, which is made if need be. Where that is not possible or not safe,
   * a warning says why.
   */
  static Optional<CompileCache> open(Path folder) {
    try {
      Files.createDirectories(folder, forOwnerOnly(folder, "rwx------"));
      Path directory = folder.toRealPath();
      Path probe = Files.createTempFile(directory, "probe", UNFINISHED);
      UserPrincipal owner = Files.getOwner(probe);
      FileTime now = Files.getLastModifiedTime(probe);
      Files.delete(probe);
      Optional<String> unsafe = unsafe(directory, owner);
      if (unsafe.isPresent()) {
        warnOfNoCache(folder, unsafe.get());
        return Optional.empty();
      }
      CompileCache cache = new CompileCache(directory, compilerVersion(), owner, now);
      cache.removeLeftovers();
      return Optional.of(cache);
    } catch (IOException e) {
      warnOfNoCache(folder, e.toString());
      return Optional.empty();
    }
  }

  /** The compilation of the module with this digest, if there is a sound one. */
  Optional<Compilation> get(String digest) {
    return content(file(digest)).map(CompileCache::decode);
  }

  /** Keeps a compilation, in place of what may be there. */
  void put(String digest, Compilation compilation) {
    keep(file(digest), digest, encode(compilation));
  }

  /** What has been found out of the module with this digest, if that is known. */
  Optional<Inspection> inspection(String digest) {
    Optional<byte[]> content = content(file(digest, INSPECTION));
    try {
      return content.isPresent() ? Optional.of(Inspection.decode(content.get())) : Optional.empty();
    } catch (IOException e) {
      warnOnce(e);
      return Optional.empty();
    }
  }

  /** Keeps what has been found out, in place of what may be there. */
  void put(String digest, Inspection inspection) {
    keep(file(digest, INSPECTION), digest, inspection.encode());
  }

  Path file(String digest) {
    return file(digest, CLASSES);
  }

  private Path file(String digest, String suffix) {
    return directory.resolve(digest + "-chicory-" + compiler + suffix);
  }

  /** What was kept in a file, if it is there and sound. */
  private Optional<byte[]> content(Path file) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || unsafe(file, owner).isPresent()) {
        return Optional.empty();
      }
      Optional<byte[]> found = sound(Files.readAllBytes(file));
      if (found.isPresent()) {
        Files.setLastModifiedTime(file, opened);
      }
      return found;
    } catch (IOException e) {
      warnOnce(e);
      return Optional.empty();
    }
  }

  private void keep(Path file, String digest, byte[] content) {
    try {
      Path unfinished = Files.createTempFile(directory, digest.substring(0, 16), UNFINISHED);
      try {
        Files.write(
            unfinished,
            ByteBuffer.allocate(MAGIC.length + DIGEST + content.length)
                .put(MAGIC)
                .put(Sha256.of(content))
                .put(content)
                .array());
        Files.move(
            unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      warnOnce(e);
    }
  }

  /** The content of a file that is whole and of this version. */
  private static Optional<byte[]> sound(byte[] file) {
    int header = MAGIC.length + DIGEST;
    if (file.length < header + 2 * Integer.BYTES || Arrays.mismatch(file, MAGIC) != MAGIC.length) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOfRange(file, header, file.length);
    return Arrays.equals(Sha256.of(content), Arrays.copyOfRange(file, MAGIC.length, header))
        ? Optional.of(content)
        : Optional.empty();
  }

  private void warnOnce(IOException e) {
    if (warned.compareAndSet(false, true)) {
      log.warn("The cache of compiled modules in {} does not work: {}", directory, e.toString());
    }
  }

  private static void warnOfNoCache(Path folder, String why) {
    log.warn(
        "Modules will be compiled anew in each run, because the cache in {} cannot be used: {}",
        folder,
        why);
  }

  private static FileAttribute<?>[] forOwnerOnly(Path folder, String rights) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Why what is in this file or folder could be somebody else's. */
  private static Optional<String> unsafe(Path path, UserPrincipal owner) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Optional.empty();
    }
    PosixFileAttributes attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.owner().equals(owner)) {
      return Optional.of(
          "it belongs to %s, not to %s".formatted(attributes.owner().getName(), owner.getName()));
    }
    if (attributes.permissions().stream().anyMatch(WRITABLE_BY_OTHERS::contains)) {
      return Optional.of(
          "others than its owner may write to it (chmod go-w %s changes that)".formatted(path));
    }
    return Optional.empty();
  }

  /** Removes what nobody has used for long, and what a process that was ended has left behind. */
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            directory, "*{" + CLASSES + "," + INSPECTION + "," + UNFINISHED + "}")) {
      for (Path file : files) {
        Duration age = file.toString().endsWith(UNFINISHED) ? ABANDONED : UNUSED_FOR_LONG;
        if (isOlder(file, age)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private boolean isOlder(Path file, Duration age) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
          .toInstant()
          .isBefore(opened.toInstant().minus(age));
    } catch (IOException e) {
      // Another process has removed or replaced it meanwhile.
      return false;
    }
  }

  private static byte[] encode(Compilation compilation) {
    int numbers = 2 + compilation.interpreted().size() + compilation.left().size();
    ByteBuffer content =
        ByteBuffer.allocate(Integer.BYTES * numbers + compilation.classes().length);
    putNumbers(compilation.interpreted(), content);
    putNumbers(compilation.left(), content);
    return content.put(compilation.classes()).array();
  }

  private static Compilation decode(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    Set<Integer> interpreted = getNumbers(buffer);
    Set<Integer> left = getNumbers(buffer);
    byte[] classes = new byte[buffer.remaining()];
    buffer.get(classes);
    return new Compilation(classes, interpreted, left);
  }

  private static void putNumbers(Set<Integer> numbers, ByteBuffer content) {
    content.putInt(numbers.size());
    numbers.forEach(content::putInt);
  }

  private static Set<Integer> getNumbers(ByteBuffer content) {
    Set<Integer> numbers = new TreeSet<>();
    for (int more = content.getInt(); more > 0; more--) {
      numbers.add(content.getInt());
    }
    return numbers;
  }

  private static String compilerVersion() throws IOException {
    Properties engine = new Properties();
    try (var in = CompileCache.class.getResourceAsStream("engine.properties")) {
      if (in == null) {
        throw new IOException("engine.properties is missing from parigot's class path");
      }
      engine.load(in);
    }
    return engine.getProperty("chicory");
  }
}
