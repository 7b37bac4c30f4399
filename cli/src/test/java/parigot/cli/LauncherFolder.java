package parigot.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A checkout with its scripts in it, a JDK and a Maven that do nothing but say what they were asked
 * for, and no other program but those that every system has.
 */
final class LauncherFolder {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  /** What the launcher shares with that of an archive. */
  private static final String LAUNCH = "cli/src/main/sh/launch.sh";

  private static final String TOOLS =
      "awk bash cat cp date dirname find getconf grep head mkdir mkfifo mktemp mv nproc readlink rm sed"
          + " sleep timeout";

  /** Builds at once, unless there is a file that says otherwise. */
  private static final String MAVEN =
      """
      #!/bin/sh
      cd '%s' || exit
      echo "JAVA_HOME=$JAVA_HOME mvn $*" >>maven.calls
      case $* in
        *dependency:copy@smart-builder*)
          ! [ -e smart-builder.fails ]
          exit
          ;;
      esac
      echo '[INFO] Building Parigot: the kernel 1.0.0-SNAPSHOT                          [1/2]'
      if [ -e maven.waits ]; then
        echo $$ >maven.pid
        until [ -e maven.goes ]; do sleep 0.02; done
      fi
      if [ -e maven.fails ]; then
        cat maven.fails
        exit 1
      fi
      echo '[INFO] Building Parigot: the command line 1.0.0-SNAPSHOT                    [2/2]'
      mkdir -p cli/target kernel/target
      : >kernel/target/parigot-kernel.jar
      : >cli/target/parigot-cli.jar
      printf %%s "$PWD/kernel/target/parigot-kernel.jar" >cli/target/class-path
      case $* in
        *'-pl bench '*)
          mkdir -p bench/target
          : >bench/target/parigot-bench.jar
          cp cli/target/class-path bench/target/class-path
          ;;
      esac
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then
        echo 'openjdk version "%2$s" 2026-01-01' >&2
        exit
      fi
      for argument; do
        case $argument in
          -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) : >"${argument#*=}" ;;
        esac
      done
      echo 'written by java'
      for argument; do printf '%%s\\n' "$argument"; done >>'%1$s/java.calls'
      exit "$(cat '%1$s/java.code' 2>/dev/null || echo 0)"
      """;

  /** Writes down how it is called, and ends with the code that it is told. */
  private static final String TRIALS =
      """
      #!/bin/sh
      echo "JAVA_HOME=$JAVA_HOME %2$s $*" >>'%1$s/%3$s.calls'
      exit "$(cat '%1$s/%3$s.code' 2>/dev/null || echo 0)"
      """;

  private final Path root;
  private final Path bin;
  private final Path jdk;

  /** In the given folder, which is made. */
  LauncherFolder(Path root, Path temporary) throws IOException {
    this.root = root;
    this.bin = Files.createDirectories(temporary.resolve("bin"));
    this.jdk = temporary.resolve("jdk");
    Files.createDirectories(root);
    Files.createDirectories(root.resolve(".ci"));
    Files.copy(CHECKOUT.resolve("parigot"), root.resolve("parigot"));
    Files.createDirectories(root.resolve(LAUNCH).getParent());
    Files.copy(CHECKOUT.resolve(LAUNCH), root.resolve(LAUNCH));
    Files.copy(CHECKOUT.resolve(".ci/run"), root.resolve(".ci/run"));
    program(root.resolve(".ci/documents"), "#!/bin/sh\n");
    for (String trials : List.of("actors/partitions", "stress/run")) {
      program(root.resolve(trials), TRIALS.formatted(root, trials, trials.replace('/', '-')));
    }
    for (String tool : TOOLS.split(" ", -1)) {
      wrap(tool);
    }
    write("pom.xml", "");
    write(".mvn/jvm.config", "");
    write("kernel/pom.xml", "");
    write("kernel/src/main/java/Kernel.java", "");
    write("kernel/src/main/java/Call.java", "");
    write("kernel/src/test/java/KernelTest.java", "");
    write("README.md", "");
    program(bin.resolve("mvn"), MAVEN.formatted(root));
    java("17.0.15");
    age();
  }

  private void wrap(String tool) throws IOException {
    for (String folder : List.of("/usr/bin", "/bin")) {
      Path program = Path.of(folder, tool);
      if (Files.isExecutable(program)) {
        program(bin.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(program));
        return;
      }
    }
  }

  Path root() {
    return root;
  }

  Path bin() {
    return bin;
  }

  Path jdk() {
    return jdk;
  }

  Path file(String path) {
    return root.resolve(path);
  }

  /** Writes a file, now. */
  void write(String path, String text) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.writeString(file(path), text);
  }

  /** Makes the JDK one of this version. */
  void java(String version) throws IOException {
    java(jdk, version);
  }

  /** Makes this folder a JDK of this version. */
  void java(Path home, String version) throws IOException {
    program(home.resolve("bin/java"), JAVA.formatted(root, version));
    program(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"%s\"\nLIBC=\"gnu\"\n".formatted(version));
  }

  static void program(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Everything that is there now is an hour older than what is written from here on. */
  void age() throws IOException {
    FileTime hourAgo = FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS));
    try (Stream<Path> files = Files.walk(root)) {
      files.forEach(
          file -> {
            try {
              FileTime time = Files.getLastModifiedTime(file);
              if (time.compareTo(FileTime.from(Instant.now().minusSeconds(1800))) > 0) {
                Files.setLastModifiedTime(file, hourAgo);
              }
            } catch (IOException failed) {
              throw new UncheckedIOException(failed);
            }
          });
    }
  }

  /** A script, ready to be started, with the programs of this folder alone. */
  ProcessBuilder command(Path script, String... arguments) {
    ProcessBuilder command = new ProcessBuilder(script.toString());
    command.command().addAll(List.of(arguments));
    command.directory(root.toFile());
    Map<String, String> environment = command.environment();
    environment.clear();
    environment.put("PATH", bin.toString());
    environment.put("JAVA_HOME", jdk.toString());
    return command;
  }

  ParigotProcess start(String... arguments) throws IOException {
    return ParigotProcess.start(command(file("parigot"), arguments));
  }

  ParigotProcess.Result run(String... arguments) throws Exception {
    return result(command(file("parigot"), arguments));
  }

  static ParigotProcess.Result result(ProcessBuilder command) throws Exception {
    try (ParigotProcess process = ParigotProcess.start(command)) {
      return process.result();
    }
  }

  /** How often Maven was called, and with what. */
  List<String> builds() throws IOException {
    return Files.exists(file("maven.calls")) ? Files.readAllLines(file("maven.calls")) : List.of();
  }

  /** The arguments of every call of java, in one list. */
  List<String> javaArguments() throws IOException {
    return Files.exists(file("java.calls")) ? Files.readAllLines(file("java.calls")) : List.of();
  }
}
