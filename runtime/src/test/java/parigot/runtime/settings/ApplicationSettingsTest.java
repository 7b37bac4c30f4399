package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Grants;
import parigot.kernel.NamePatterns;
import parigot.kernel.RestartPolicy;

@Timeout(30)
class ApplicationSettingsTest {
  @TempDir Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void aGuestsModuleExists() {
    folder = new ConfigFolder(temporary);
    folder.write("a.wasm", "");
  }

  @AfterEach
  void noPropertyIsLeft() {
    List.of(
            "config.file",
            "parigot.call-timeout",
            "parigot.guests.a.args.0",
            "parigot.guests.a.wasm")
        .forEach(System::clearProperty);
    ConfigFactory.invalidateCaches();
  }

  @Test
  void aGuestNeedsNoMoreThanItsModule() {
    folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");

    ApplicationSettings settings = folder.load("app.conf");

    assertThat(settings.timezone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(settings.launchTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.callTimeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(settings.exitGrace()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.memoryTotal()).isEmpty();
    assertThat(settings.seed()).isEmpty();
    assertThat(settings.cacheDirectory())
        .contains(Path.of(System.getProperty("user.home"), ".cache", "parigot"));
    assertThat(settings.plugins().values()).noneMatch(PluginSettings::configured);
    assertThat(settings.guests())
        .containsExactly(
            new GuestSettings(
                "a",
                GuestSettings.Kind.SERVER,
                temporary.resolve("a.wasm"),
                GuestSettings.Engine.WASM,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of("log"),
                1,
                256L << 20,
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                4 << 20,
                1 << 20,
                10_000,
                10_000,
                32L << 20,
                32L << 20,
                2L << 20,
                Grants.ALL,
                CallTimeouts.OF_THE_APPLICATION,
                100,
                new RestartPolicy(
                    RestartPolicy.When.ON_FAILURE,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    10,
                    Duration.ofSeconds(60))));
  }

  @Test
  void everyKeyOfTheDefaultsMayStandAtAGuest() {
    folder.write(
        "app.conf",
        """
        parigot.guests.a {
          wasm = a.wasm, kind = main, args = [x, 2], env { A = 1, B = two }, plugins = [file, queue, file]
          instances = 3, memory-limit = 1 MiB, method-warn = 1 ms, method-limit = 2 ms
          message-limit = 8 KiB, output-limit = 2 KiB, calls-in-flight = 5, mailbox = 6, services = 7, restart = always
          calls-in-flight-memory = 8 KiB, mailbox-memory = 9 KiB, names-memory = 10 KiB
          call-timeout = 30 s, call-timeouts { a.v1.a = 1 minute, "b.v1.*" = 1 h, c.v1.c = null }
          exports = ["a.v1.*"], requires = [b.v1.b], may-end-application = false
          restart-backoff { min = 2 s, max = 3 s, ceiling = 4, within = 5 s }
        }
        """);

    assertThat(folder.load("app.conf").guests())
        .containsExactly(
            new GuestSettings(
                "a",
                GuestSettings.Kind.MAIN,
                temporary.resolve("a.wasm"),
                GuestSettings.Engine.WASM,
                Optional.empty(),
                Optional.empty(),
                List.of("x", "2"),
                Map.of("A", "1", "B", "two"),
                List.of("file", "queue"),
                3,
                1 << 20,
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                8 << 10,
                2 << 10,
                5,
                6,
                8L << 10,
                9L << 10,
                10L << 10,
                new Grants(
                    new NamePatterns(List.of("a.v1.*")),
                    new NamePatterns(List.of("b.v1.b")),
                    false),
                new CallTimeouts(
                    false,
                    Optional.of(Duration.ofSeconds(30)),
                    Map.of("a.v1.a", Duration.ofMinutes(1), "b.v1.*", Duration.ofHours(1))),
                7,
                new RestartPolicy(
                    RestartPolicy.When.ALWAYS,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    4,
                    Duration.ofSeconds(5))));
  }

  @Test
  void testsAreLeftOutUnlessAskedFor() {
    folder.write(
        "app.conf", "parigot.guests { a { wasm = a.wasm }, b { wasm = a.wasm, kind = test } }\n");

    assertThat(folder.load("app.conf").guests())
        .extracting(GuestSettings::name)
        .containsExactly("a");
    assertThat(folder.loadWithTests("app.conf").guests())
        .extracting(GuestSettings::name)
        .containsExactly("a", "b");
  }

  @Test
  void zeroNeedsNoUnit() {
    folder.write("app.conf", "parigot { exit-grace = 0, guests.a.wasm = a.wasm }\n");

    assertThat(folder.load("app.conf").exitGrace()).isZero();
  }

  @Test
  void aGuestInheritsWhatItDoesNotSay() {
    folder.write(
        "app.conf",
        """
        parigot {
          guest-defaults { kind = test, env { A = 1, B = 2 }, restart-backoff.ceiling = 3 }
          guests.a { wasm = a.wasm, env { B = null, C = 3 }, restart-backoff.min = 5 s }
        }
        """);

    GuestSettings guest = folder.loadWithTests("app.conf").guests().get(0);

    assertThat(guest.kind()).isEqualTo(GuestSettings.Kind.TEST);
    assertThat(guest.env()).containsExactly(Map.entry("A", "1"), Map.entry("C", "3"));
    assertThat(guest.restart())
        .isEqualTo(
            new RestartPolicy(
                RestartPolicy.When.ON_FAILURE,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                3,
                Duration.ofSeconds(60)));
  }

  @Test
  void aModuleIsLookedForBesideTheFileThatNamesItAndThenInTheSearchPath() {
    folder.write("sub/b.wasm", "");
    folder.write("sub/built/c.wasm", "");
    folder.write("sub/built/a.wasm", "");
    folder.write(
        "sub/more.conf",
        "parigot { search-path = [built], guests { b.wasm = b.wasm, c.wasm = c.wasm } }\n");
    folder.write("app.conf", "include \"sub/more.conf\"\nparigot.guests.a.wasm = a.wasm\n");

    assertThat(folder.load("app.conf").guests())
        .extracting(GuestSettings::wasm)
        .containsExactly(
            temporary.resolve("a.wasm"),
            temporary.resolve("sub/b.wasm"),
            temporary.resolve("sub/built/c.wasm"));
  }

  @Test
  void aGuestOfAnIncludedFileIsTakenBackWithNull() {
    folder.write("more.conf", "parigot.guests { a.wasm = a.wasm, b.wasm = none.wasm }\n");
    folder.write("app.conf", "include \"more.conf\"\nparigot.guests.b = null\n");

    assertThat(folder.load("app.conf").guests())
        .extracting(GuestSettings::name)
        .containsExactly("a");
  }

  @Test
  void theCacheAndTheTotalCanBeSwitchedOff() {
    folder.write(
        "app.conf",
        "parigot { cache-dir = null, memory-total = 3 GiB, seed = -7, guests.a.wasm = a.wasm }\n");

    ApplicationSettings settings = folder.load("app.conf");

    assertThat(settings.cacheDirectory()).isEmpty();
    assertThat(settings.memoryTotal()).contains(3L << 30);
    assertThat(settings.seed()).contains(-7L);
  }

  @Test
  void thePluginsOwnSettingsAreLeftToThem() {
    folder.write(
        "app.conf", "parigot { plugins.queue { store.path = here }, guests.a.wasm = a.wasm }\n");

    assertThat(folder.load("app.conf").plugins().get("queue").block().getString("store.path"))
        .isEqualTo("here");
  }

  @Test
  void aSystemPropertyOverridesTheFile() {
    folder.write(
        "app.conf", "parigot { call-timeout = 1 s, guests.a { wasm = a.wasm, args = [] } }\n");
    System.setProperty("parigot.call-timeout", "700 ms");
    System.setProperty("parigot.guests.a.args.0", "from outside");

    ApplicationSettings settings = folder.load("app.conf");

    assertThat(settings.callTimeout()).isEqualTo(Duration.ofMillis(700));
    assertThat(settings.guests().get(0).args()).containsExactly("from outside");
  }

  @Test
  void aPathInASystemPropertyStartsFromTheCurrentFolder() {
    folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");
    System.setProperty("parigot.guests.a.wasm", "pom.xml");

    assertThat(folder.load("app.conf").guests().get(0).wasm())
        .isEqualTo(Path.of("pom.xml").toAbsolutePath());
  }

  @Test
  void aMistakeInASystemPropertySaysSo() {
    folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");
    System.setProperty("parigot.call-timeout", "5 s");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "system properties: parigot.call-timeout must be a duration from 1 ms to less than 3 s"
                + " (guests forget a call after 3 s), and is \"5 s\".");
  }

  @Test
  void theFileMayBeNamedByTheProperty() {
    Path file = folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");
    System.setProperty("config.file", file.toString());

    assertThat(ApplicationSettings.of(ConfigFiles.load(Optional.empty())).guests()).hasSize(1);
  }

  @Test
  void aFileBesideThePropertyThatNamesOneIsRefused() {
    Path file = folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");
    System.setProperty("config.file", "other.conf");

    assertThatThrownBy(() -> ConfigFiles.load(Optional.of(file)))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "Both the file %s and -Dconfig.file=other.conf name a configuration; give only one of them.",
            file);
  }

  @Test
  void withoutAFileTheCurrentFoldersIsMeant() {
    assertThatThrownBy(() -> ConfigFiles.load(Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "No configuration file was named, and %s does not exist.",
            Path.of("application.conf").toAbsolutePath());
  }

  @Test
  void textIsAConfigurationToo() {
    Path wasm = temporary.resolve("a.wasm");

    ApplicationSettings settings =
        ApplicationSettings.of(
            ConfigFactory.parseString("parigot.guests.a.wasm = \"%s\"".formatted(wasm)));

    assertThat(settings.guests()).extracting(GuestSettings::wasm).containsExactly(wasm);
    assertThat(settings.config().hasPath("parigot.plugin-defaults.queue")).isTrue();
  }

  @Test
  void withStrictGrantsAGuestMayDoNothingToOthersUnlessSaid() {
    folder.write("b.wasm", "");
    folder.write(
        "app.conf",
        """
        parigot.grants = strict
        parigot.guests { a { wasm = a.wasm }, b { wasm = b.wasm, exports = ["*"] } }
        """);
    NamePatterns none = new NamePatterns(List.of());

    assertThat(folder.load("app.conf").guests())
        .extracting(GuestSettings::grants)
        .containsExactly(new Grants(none, none, false), new Grants(NamePatterns.ALL, none, false));
  }
}
