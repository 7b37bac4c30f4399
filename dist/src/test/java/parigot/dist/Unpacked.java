package parigot.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The archive, unpacked as somebody would who has a Java and nothing else. */
final class Unpacked {
  /** What the launcher needs of the system. There is no Maven among it. */
  private static final String TOOLS = "cat cksum dirname getconf mkdir mv readlink rm sed sh";

  private static final String SOMEBODY = "65534";

  /** How a command ended. */
  record Result(int code, String out, String err) {}

  private final Path root;
  private final Path bin;
  private final Path home;
  private final Path work;
  private final boolean hasJava;

  private Unpacked(Path root, Path bin, Path home, Path work, boolean hasJava) {
    this.root = root;
    this.bin = bin;
    this.home = home;
    this.work = work;
    this.hasJava = hasJava;
  }

  /** Into a folder with a space in its name, where nobody may write. */
  static Unpacked in(Path temporary) throws Exception {
    return in(temporary, archive("tar.gz"), false);
  }

  /**
   * The same.
   *
   * @param archive what is unpacked
   * @param hasJava whether it has a Java, so that it gets no other
   */
  static Unpacked in(Path temporary, String archive, boolean hasJava) throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path folder = Files.createDirectory(temporary.resolve("a folder"));
    run(List.of("tar", "-xzf", archive, "-C", folder.toString()));
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    for (String tool : TOOLS.split(" ", -1)) {
      Path program =
          Stream.of("/usr/bin", "/bin")
              .map(place -> Path.of(place, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow();
      Path call =
          Files.writeString(bin.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(program));
      Files.setPosixFilePermissions(call, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Path home = open(temporary.resolve("home"));
    Path work = open(temporary.resolve("work"));
    Path root = folder.resolve("parigot-" + System.getProperty("version"));
    run(List.of("chmod", "-R", "a-w", folder.toString()));
    return new Unpacked(root, bin, home, work, hasJava);
  }

  private static Path open(Path folder) throws IOException {
    Files.createDirectory(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Lets it be deleted. */
  void close() throws Exception {
    run(List.of("chmod", "-R", "u+w", root.getParent().toString()));
  }

  static String archive(String format) {
    return System.getProperty("archive") + "." + format;
  }

  static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).as("%s", command).isZero();
  }

  Path root() {
    return root;
  }

  /** The names of the jars in lib. */
  List<String> jars() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .toList();
    }
  }

  /** Runs {@code bin/parigot} as a user who owns nothing of it. */
  Result parigot(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(
          List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=" + SOMEBODY, "--clear-groups"));
    }
    command.add(root.resolve("bin/parigot").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.redirectInput(new File("/dev/null"));
    Path err = Files.createTempFile(bin.getParent(), "err", null);
    builder.redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", bin.toString());
    if (!hasJava) {
      environment.put("JAVA_HOME", System.getProperty("java.home"));
    }
    environment.put("HOME", home.toString());
    // A JVM asks the system where the user is at home, and nobody is.
    environment.put("PARIGOT_JVM_FLAGS", "-Duser.home=" + home);
    Process process = builder.start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Result(process.exitValue(), out, Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
