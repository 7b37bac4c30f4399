package parigot.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Tells whether a module was compiled of what there is now: a digest of all that goes into it, kept
 * in a file beside the module.
 */
record Fingerprint(String digest) {

  /**
   * @param compiler the jar or folder of what compiles: a snapshot changes without its version
   */
  static Fingerprint of(Path compiler, ClassPath classPath, List<String> settings)
      throws IOException {
    MessageDigest digest = sha256();
    add(digest, compiler);
    for (String setting : settings) {
      add(digest, setting.getBytes(StandardCharsets.UTF_8));
    }
    for (Path part : classPath.all()) {
      add(digest, part);
    }
    return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
  }

  boolean isThatOf(Path module) throws IOException {
    Path file = fileOf(module);
    return Files.exists(module) && Files.exists(file) && Files.readString(file).equals(digest);
  }

  void keepFor(Path module) throws IOException {
    Files.writeString(fileOf(module), digest);
  }

  private static Path fileOf(Path module) {
    return module.resolveSibling("." + module.getFileName() + ".made-of");
  }

  private static void add(MessageDigest digest, Path part) throws IOException {
    if (Files.isRegularFile(part)) {
      add(digest, Files.readAllBytes(part));
    } else if (Files.isDirectory(part)) {
      try (var files = Files.walk(part)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(digest, part.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          add(digest, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) ' ');
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
