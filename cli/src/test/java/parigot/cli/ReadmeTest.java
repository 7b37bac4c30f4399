package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.Plugin;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;

/** What the documents say of settings, options, plugins and files is so. */
@Tag("once")
class ReadmeTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  private static final Path README = CHECKOUT.resolve("README.md");
  private static final Path SETTINGS = CHECKOUT.resolve("docs/configuration.md");
  private static final Path BOUNDS = CHECKOUT.resolve("docs/failures.md");

  /** What is of no concern to an application, or is an application's own. */
  private static final Set<String> NOT_SHOWN =
      Set.of(
          "actor-system",
          "dispatcher",
          "guests",
          "loop-guest-dispatcher",
          "plugin-defaults",
          "plugins",
          "virtual-dispatcher");

  @TempDir Path folder;

  private static List<String> all(String regularExpression, Path document) throws IOException {
    return Pattern.compile(regularExpression, Pattern.MULTILINE)
        .matcher(Files.readString(document))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String block(Predicate<String> wanted) throws IOException {
    return all("(?<=^```hocon\n)[^`]*", SETTINGS).stream().filter(wanted).findFirst().orElseThrow();
  }

  private static Config reference(String module) {
    return ConfigFactory.parseFile(
        CHECKOUT.resolve(module + "/src/main/resources/reference.conf").toFile());
  }

  @Test
  void theSettingsAndTheirDefaultsAreThoseOfTheReference() throws IOException {
    Config reference =
        reference("actors")
            .withFallback(reference("runtime"))
            .withFallback(reference("edge"))
            .withFallback(reference("inspect"))
            .withFallback(reference("otlp"))
            .withFallback(reference("record"));
    Map<String, Object> expected = new HashMap<>(reference.getObject("parigot").unwrapped());
    expected.keySet().removeAll(NOT_SHOWN);

    Config shown = ConfigFactory.parseString(block(text -> text.contains("guest-defaults")));

    assertThat(shown.getObject("parigot").unwrapped()).isEqualTo(expected);
  }

  private static final Pattern BOUND = Pattern.compile("\\| `([a-z.-]+)` \\| `([^`]+)` \\|");

  /** Settings of the plugins that bound what somebody may take, by their names. */
  private static final Pattern NAME_OF_A_BOUND =
      Pattern.compile("(max-|memory-|disk-).*|.*-timeout|lines-per-second|burst|longest-message");

  @Test
  void theBoundsHaveTheDefaultsOfTheReferences() throws IOException {
    Config plugins = reference("plugins").getConfig("parigot.plugin-defaults");
    Config edge = reference("edge").getConfig("parigot.edge");
    Config all =
        reference("runtime")
            .getConfig("parigot")
            .withValue("plugins", plugins.root())
            .withValue("edge", edge.root());
    Map<String, String> shown = new HashMap<>();
    BOUND
        .matcher(Files.readString(BOUNDS))
        .results()
        .forEach(row -> shown.put(row.group(1), row.group(2)));

    assertThat(shown).isNotEmpty();
    shown.forEach(
        (key, value) -> {
          assertThat(all.hasPathOrNull(key)).as(key).isTrue();
          assertThat(all.getIsNull(key) ? "null" : all.getString(key)).as(key).isEqualTo(value);
        });
    for (String plugin : plugins.root().keySet()) {
      for (String key : plugins.getObject(plugin).keySet()) {
        if (NAME_OF_A_BOUND.matcher(key).matches()) {
          assertThat(shown).containsKey("plugins." + plugin + "." + key);
        }
      }
    }
    for (String key : edge.root().keySet()) {
      if (NAME_OF_A_BOUND.matcher(key).matches() || key.endsWith("-limit")) {
        assertThat(shown).containsKey("edge." + key);
      }
    }
    for (String key : reference("runtime").getObject("parigot.guest-defaults").keySet()) {
      if (key.endsWith("-limit") || key.endsWith("-memory")) {
        assertThat(shown).containsKey("guest-defaults." + key);
      }
    }
  }

  @Test
  void theExampleOfAConfigurationIsOne() throws IOException {
    Files.writeString(
        folder.resolve("shop.conf"), block(text -> text.contains("wasm = \"greeting.wasm\"")));
    Path modules = Files.createDirectories(folder.resolve("target/guests"));
    Files.createFile(modules.resolve("greeting.wasm"));
    Files.createFile(modules.resolve("hello.wasm"));

    Config config = ConfigFiles.load(Optional.of(folder.resolve("shop.conf")));

    assertThat(ApplicationSettings.of(config).guests()).hasSize(2);
  }

  /**
   * The guide, and the READMEs of the project and of its modules; that of the benchmarks has
   * commands of its own.
   */
  static List<Path> documents() throws IOException {
    try (Stream<Path> files =
        Files.find(
            CHECKOUT,
            3,
            (file, attributes) ->
                file.getFileName().toString().equals("README.md")
                    || (file.toString().endsWith(".md")
                        && file.getParent().equals(SETTINGS.getParent())))) {
      return files.filter(file -> !file.startsWith(CHECKOUT.resolve("bench"))).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyCommandOfParigotsIsUnderstood(Path document) throws IOException {
    for (String command : all("(?<=\\./parigot )[^\n`&|#]+", document)) {
      assertThatCode(() -> Main.commandLine().parseArgs(command.strip().split(" +", -1)))
          .as(command)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyExampleThatIsToBeRunIsThere(Path document) throws IOException {
    for (String file : all("(?<=\\./parigot run )examples/[^\n `]+", document)) {
      assertThat(CHECKOUT.resolve(file)).exists();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyFileThatIsLinkedToIsThere(Path document) throws IOException {
    for (String link : all("(?<=\\]\\()(?!http)[^)#]+", document)) {
      assertThat(document.resolveSibling(link)).exists();
    }
  }

  @Test
  void theBuiltInPluginsAreListed() throws IOException {
    Set<String> names =
        ServiceLoader.load(Plugin.class).stream()
            .map(provider -> provider.get().name())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(new TreeSet<>(all("(?<=^\\| `)[a-z]+(?=` \\|)", README))).isEqualTo(names);
  }

  /** A program that has a parent of its own is told which libraries it has to bring. */
  @ParameterizedTest
  @CsvSource({
    "grpc-java.version, grpc.version",
    "jetty.version, jetty.version",
    "protobuf-java.version, protobuf.version"
  })
  void theVersionsForSpringBootAreThoseThatParigotIsBuiltWith(String shown, String ours)
      throws IOException {
    assertThat(all("(?<=<%s>)[^<]+".formatted(shown), CHECKOUT.resolve("docs/embedding.md")))
        .isNotEmpty()
        .isEqualTo(all("(?<=<%s>)[^<]+".formatted(ours), CHECKOUT.resolve("pom.xml")));
  }
}
