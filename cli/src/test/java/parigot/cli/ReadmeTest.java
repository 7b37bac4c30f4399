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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.ApplicationSettings;
import parigot.actors.ConfigFiles;
import parigot.plugin.Plugin;

/** What README.md says of settings, options and plugins is so. */
class ReadmeTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

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

  private static String readme() throws IOException {
    return Files.readString(CHECKOUT.resolve("README.md"));
  }

  private static List<String> all(String regularExpression) throws IOException {
    return Pattern.compile(regularExpression, Pattern.MULTILINE)
        .matcher(readme())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static String block(Predicate<String> wanted) throws IOException {
    return all("(?<=^```hocon\n)[^`]*").stream().filter(wanted).findFirst().orElseThrow();
  }

  @Test
  void theSettingsAndTheirDefaultsAreThoseOfTheReference() throws IOException {
    Config reference =
        ConfigFactory.parseFile(
            CHECKOUT.resolve("actors/src/main/resources/reference.conf").toFile());
    Map<String, Object> expected = new HashMap<>(reference.getObject("parigot").unwrapped());
    expected.keySet().removeAll(NOT_SHOWN);

    Config shown = ConfigFactory.parseString(block(text -> text.contains("guest-defaults")));

    assertThat(shown.getObject("parigot").unwrapped()).isEqualTo(expected);
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

  @Test
  void everyCommandOfParigotsIsUnderstood() throws IOException {
    List<String> commands = all("(?<=\\./parigot )[^\n`]+");

    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      assertThatCode(() -> Main.commandLine().parseArgs(command.split(" ", -1)))
          .as(command)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theBuiltInPluginsAreListed() throws IOException {
    Set<String> names =
        ServiceLoader.load(Plugin.class).stream()
            .map(provider -> provider.get().name())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(new TreeSet<>(all("(?<=^\\| `)[a-z]+(?=` \\|)"))).isEqualTo(names);
  }

  @Test
  void everyFileThatIsLinkedToIsThere() throws IOException {
    List<String> links = all("(?<=\\]\\()(?!http)[^)#]+");

    assertThat(links).isNotEmpty();
    assertThat(links).allSatisfy(link -> assertThat(CHECKOUT.resolve(link)).exists());
  }
}
