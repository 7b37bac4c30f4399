package parigot.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The archive runs where there is a Java and nothing else. */
@Timeout(120)
class ArchiveTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  private static final String GREETING = "bonjour world\n";
  private static final String PREPARING = "parigot: preparing quicker starts\n";
  private static final Set<String> SERVERS = Set.of("frontdoor.wasm", "nutsdb.wasm", "queue.wasm");
  private static final Pattern MODULE = Pattern.compile("(?:wasm|jar) = \"([^\"]+)\"");

  @TempDir private static Path temporary;
  private static Unpacked unpacked;
  private static Unpacked.Result first;

  @BeforeAll
  static void unpack() throws Exception {
    unpacked = Unpacked.in(temporary);
    first = unpacked.parigot("run", example("helloworld"));
  }

  @AfterAll
  static void letItBeDeleted() throws Exception {
    unpacked.close();
  }

  private static String example(String name) {
    return unpacked.root().resolve("examples").resolve(name).toString();
  }

  /** Nobody may write where the archive lies, and it is somebody else's. */
  @Test
  void anExampleRunsAndTheFirstRunHasPreparedTheNext() throws Exception {
    assertThat(first).isEqualTo(new Unpacked.Result(0, GREETING, PREPARING));
    assertThat(unpacked.parigot("run", example("helloworld")))
        .isEqualTo(new Unpacked.Result(0, GREETING, ""));
  }

  /** The server is a module in a jar, and the database beside the archive's example cannot be. */
  @Test
  void anExampleWithAReadyMadeServerRuns() throws Exception {
    Unpacked.Result result =
        unpacked.parigot("run", example("kv"), "-Dparigot.plugins.nutsdb.root=databases");

    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).startsWith("run 1");
  }

  @Test
  void anExampleWithAPluginHasAllThatItNeeds() throws Exception {
    Unpacked.Result result = unpacked.parigot("plan", example("plugin"));

    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).startsWith("LEVEL ");
  }

  /** It is not run, as there is no Windows here. */
  @Test
  void theLauncherForWindowsGivesTheFlagsOfTheOther() throws Exception {
    String windows = Files.readString(unpacked.root().resolve("bin/parigot.bat"));
    String other = Files.readString(unpacked.root().resolve("lib/launch.sh"));
    int from = other.indexOf("\nflags() {");
    Set<String> needed = new TreeSet<>();
    Pattern.compile("(?:-XX:|-Xss|-D|--)[\\w:+.=-]*\\w")
        .matcher(other.substring(from, other.indexOf("\n}", from)))
        .results()
        .forEach(flag -> needed.add(flag.group()));
    // A choice that depends on the number of processors.
    needed.remove("-XX:+UseSerialGC");

    assertThat(needed).hasSizeGreaterThan(4);
    assertThat(needed).allMatch(windows::contains);
    assertThat(windows.lines().map(line -> line + "\r\n").reduce("", String::concat))
        .isEqualTo(windows);
    assertThat(windows).contains("parigot.cli.Main %*", "exit /b %ERRORLEVEL%");
  }

  @Test
  void theModulesThatExamplesNameAreThere() throws Exception {
    List<String> missing = new ArrayList<>();
    int found = 0;
    try (Stream<Path> examples = Files.list(unpacked.root().resolve("examples"))) {
      for (Path folder : examples.toList()) {
        Matcher named = MODULE.matcher(Files.readString(folder.resolve("application.conf")));
        while (named.find()) {
          found++;
          if (!Files.exists(folder.resolve(named.group(1))) && !SERVERS.contains(named.group(1))) {
            missing.add(folder.getFileName() + ": " + named.group(1));
          }
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(10);
  }

  @Test
  void itRunsWhatTheTestsHaveRun() throws Exception {
    String tested = Files.readString(CHECKOUT.resolve("cli/target/class-path")).strip();
    List<String> libraries =
        Stream.of(tested.split(File.pathSeparator, -1))
            .map(jar -> Path.of(jar).getFileName().toString())
            .filter(jar -> !jar.startsWith("parigot-"))
            // Of annotations alone, in as many versions as there are libraries.
            .filter(jar -> !jar.matches(".*annotations-.*"))
            .toList();

    assertThat(unpacked.jars()).containsAll(libraries);
  }

  @Test
  void noClassIsInItTwice() throws Exception {
    Map<String, TreeSet<String>> jarsOf = new HashMap<>();
    for (String jar : unpacked.jars()) {
      try (ZipFile zip = new ZipFile(unpacked.root().resolve("lib").resolve(jar).toFile())) {
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
            .filter(name -> !name.equals("module-info.class"))
            .forEach(name -> jarsOf.computeIfAbsent(name, any -> new TreeSet<>()).add(jar));
      }
    }

    assertThat(jarsOf).isNotEmpty();
    assertThat(jarsOf.values()).allMatch(jars -> jars.size() == 1);
  }

  @Test
  void theNoticeNamesTheLicenceOfEachLibrary() throws Exception {
    String notice = Files.readString(unpacked.root().resolve("NOTICE"));
    List<String> named =
        Pattern.compile("(?m)^.{58}(\\S.*)$")
            .matcher(
                notice.substring(
                    notice.indexOf("\nlicence "), notice.indexOf("The modules of the servers")))
            .results()
            .flatMap(line -> Stream.of(line.group(1).split(" +", -1)))
            .toList();
    List<String> libraries =
        Stream.concat(
                unpacked.jars().stream().filter(jar -> !jar.startsWith("parigot-")),
                Stream.of("commonmark-0.jar"))
            .map(jar -> jar.replaceFirst("(_2\\.13)?-\\d.*", ""))
            .toList();

    assertThat(named).containsAll(libraries);
    assertThat(named).doesNotHaveDuplicates();
    assertThat(unpacked.root().resolve("LICENSE")).exists();
    assertThat(unpacked.root().resolve("licences")).isNotEmptyDirectory();
  }

  /** CycloneDX, of what lies in lib. */
  @Test
  void theBillOfMaterialsHasTheDigestOfEachLibrary() throws Exception {
    assumeFalse(
        System.getProperty("maven").equals("offline: true"),
        "Maven makes it only where it is online");
    String bom = Files.readString(unpacked.root().resolve("sbom.json"));

    assertThat(bom).contains("\"bomFormat\" : \"CycloneDX\"");
    for (String jar : unpacked.jars()) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(Files.readAllBytes(unpacked.root().resolve("lib").resolve(jar)));
      assertThat(bom).as(jar).contains(HexFormat.of().formatHex(digest));
    }
  }

  /** So that two builds are equal, byte for byte. */
  @Test
  void everyFileHasTheTimeOfTheRelease() throws Exception {
    try (ZipFile zip = new ZipFile(Unpacked.archive("zip"))) {
      assertThat(zip.stream().map(ZipEntry::getTimeLocal))
          .isNotEmpty()
          .containsOnly(LocalDateTime.of(2026, 1, 1, 0, 0));
    }
  }

  @Test
  void bothFormatsHaveTheSameFiles() throws Exception {
    Map<String, Long> zipped = new HashMap<>();
    try (ZipFile zip = new ZipFile(Unpacked.archive("zip"))) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> zipped.put(entry.getName(), entry.getCrc()));
    }
    Map<String, Long> there = new HashMap<>();
    try (Stream<Path> files = Files.walk(unpacked.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(file));
        there.put(
            unpacked.root().getParent().relativize(file).toString(), Long.valueOf(crc.getValue()));
      }
    }

    assertThat(zipped).isEqualTo(there);
  }
}
