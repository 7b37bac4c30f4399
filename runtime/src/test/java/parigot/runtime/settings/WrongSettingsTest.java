package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake in a configuration is answered by one sentence: place, key, what was expected. */
@Timeout(30)
class WrongSettingsTest {
  @TempDir Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void aGuestsModuleExists() {
    folder = new ConfigFolder(temporary);
    folder.write("a.wasm", "");
  }

  static Stream<Arguments> mistakesOfTheApplication() {
    return Stream.of(
        arguments(
            "launch-timout = 3 s",
            "parigot.launch-timout is no setting; did you mean launch-timeout?"),
        arguments(
            "callTimeout = 3 s", "parigot.callTimeout is no setting; did you mean call-timeout?"),
        arguments(
            "colour.of.the.sky = blue",
            "parigot.colour is no setting; known are actor-system, cache-dir, call-timeout, dispatcher,"
                + " edge, exit-grace, further-threads, grants, guest-defaults, guests, inspect, launch-timeout, link, load-timeout, loop-guest-dispatcher,"
                + " memory-total, metrics, moving, plugin-defaults, plugin-dispatcher, plugins, record, search-path, seed, stop-grace,"
                + " timezone, traces, trust, virtual-dispatcher."),
        arguments(
            "timezone = Europe/Atlantis",
            "parigot.timezone must be a time zone such as UTC or Europe/Paris, and is"
                + " \"Europe/Atlantis\"."),
        arguments(
            "timezone = [UTC]",
            "parigot.timezone must be a time zone such as UTC or Europe/Paris, and is the list"
                + " [\"UTC\"]."),
        arguments(
            "launch-timeout = soon",
            "parigot.launch-timeout must be a duration from 1 ms to 1 day, and is \"soon\"."),
        arguments(
            "launch-timeout = 0 s",
            "parigot.launch-timeout must be a duration from 1 ms to 1 day, and is \"0 s\"."),
        arguments(
            "launch-timeout = null",
            "parigot.launch-timeout must be a duration from 1 ms to 1 day, and is null."),
        arguments(
            "launch-timeout = 300000000 days",
            "parigot.launch-timeout must be a duration from 1 ms to 1 day, and is \"300000000"
                + " days\"."),
        arguments(
            "call-timeout = 3 s",
            "parigot.call-timeout must be a duration from 1 ms to less than 3 s (guests forget a"
                + " call after 3 s), and is \"3 s\"."),
        arguments(
            "call-timeout = -1 s",
            "parigot.call-timeout must be a duration from 1 ms to less than 3 s (guests forget a"
                + " call after 3 s), and is \"-1 s\"."),
        arguments(
            "guest-defaults.call-timeout = 61 min",
            "parigot.guest-defaults.call-timeout must be a duration from 1 ms to 1 hour, and is"
                + " \"61 min\"."),
        arguments(
            "guest-defaults.call-timeouts { a.v1.a = 5 }",
            "parigot.guest-defaults.call-timeouts.a.v1.a needs a unit, as in \"5 s\" or \"5 ms\","
                + " and is 5."),
        arguments(
            "guest-defaults.call-timeouts { \"a.v1.*b\" = 5 s }",
            "parigot.guest-defaults.call-timeouts.\"a.v1.*b\" is no name of a service, as"
                + " greeting.v1.greeting or greeting.v1.* are."),
        arguments(
            "exit-grace = -1 ms",
            "parigot.exit-grace must be a duration from 0 s to 1 day, and is \"-1 ms\"."),
        arguments(
            "call-timeout = 2",
            "parigot.call-timeout needs a unit, as in \"2 s\" or \"2 ms\", and is 2."),
        arguments(
            "call-timeout = \" 2 \"",
            "parigot.call-timeout needs a unit, as in \"2 s\" or \"2 ms\", and is 2."),
        arguments(
            "call-timeout = 5000",
            "parigot.call-timeout needs a unit, as in \"5000 s\" or \"5000 ms\", and is 5000."),
        arguments(
            "launch-timeout = 2.5",
            "parigot.launch-timeout needs a unit, as in \"2.5 s\" or \"2.5 ms\", and is 2.5."),
        arguments(
            "memory-total = 64",
            "parigot.memory-total needs a unit, as in \"64 KiB\" or \"64 MiB\", and is 64."),
        arguments(
            "plugins.file.timeout = 200",
            "parigot.plugins.file.timeout needs a unit, as in \"200 s\" or \"200 ms\", and is 200."),
        arguments(
            "plugin-dispatcher.timeout = 200",
            "parigot.plugin-dispatcher.timeout needs a unit, as in \"200 s\" or \"200 ms\", and is"
                + " 200."),
        arguments("plugin { file {} }", "parigot.plugin is no setting; did you mean plugins?"),
        arguments(
            "memory-total = lots",
            "parigot.memory-total must be a size of at least 64 KiB, and is \"lots\"."),
        arguments(
            "memory-total = -1",
            "parigot.memory-total must be a size of at least 64 KiB, and is -1."),
        arguments(
            "memory-total = 100000000 TiB",
            "parigot.memory-total must be a size of at least 64 KiB, and is \"100000000 TiB\"."),
        arguments(
            "cache-dir {}", "parigot.cache-dir must be the path of a folder, and is a block."),
        arguments("cache-dir = \"\"", "parigot.cache-dir must be a path, and is \"\"."),
        arguments("seed = 1.5", "parigot.seed must be a whole number of 64 bits, and is 1.5."),
        arguments(
            "seed = \"99999999999999999999\"",
            "parigot.seed must be a whole number of 64 bits, and is \"99999999999999999999\"."),
        arguments(
            "search-path = here", "parigot.search-path must be a list of texts, and is \"here\"."),
        arguments(
            "search-path = [[]]",
            "parigot.search-path must be a list of texts, and is the list [[]]."),
        arguments("plugins = all", "parigot.plugins must be a block { … }, and is \"all\"."),
        arguments(
            "plugins { queue = on }",
            "parigot.plugins.queue must be a block { … }, and is \"on\"."),
        arguments("guests = []", "parigot.guests must be a block { … }, and is the list []."),
        arguments("guests = null", "parigot.guests must be a block { … }, and is null."),
        arguments("guests.a = null", "parigot.guests names no guest, and must name at least one."),
        arguments(
            "guest-defaults { instanses = 3 }",
            "parigot.guest-defaults.instanses is no setting; did you mean instances?"),
        arguments(
            "guest-defaults { instances = 0 }",
            "parigot.guest-defaults.instances must be a whole number from 1 to 100000, and is 0."),
        arguments(
            "guest-defaults { method-limit = 10 ms }",
            "parigot.guest-defaults.method-limit must be at least method-warn (50 ms), and is \"10 ms\"."));
  }

  @ParameterizedTest
  @MethodSource("mistakesOfTheApplication")
  void aMistakeInTheApplicationsSettings(String line, String sentence) {
    folder.write("app.conf", "parigot {\n guests { a { wasm = a.wasm } }\n " + line + "\n}\n");

    assertThat(folder.complaintAbout("app.conf")).isEqualTo("DIR/app.conf:3: " + sentence);
  }

  static Stream<Arguments> mistakesOfAGuest() {
    return Stream.of(
        arguments(
            "memroy-limit = 1 MiB",
            "parigot.guests.a.memroy-limit is no setting; did you mean memory-limit?"),
        arguments("on.fire = true", "parigot.guests.a.on is no setting; did you mean env?"),
        arguments(
            "kind = clown",
            "parigot.guests.a.kind must be server or main or test, and is \"clown\"."),
        arguments(
            "kind = {}", "parigot.guests.a.kind must be server or main or test, and is a block."),
        arguments(
            "wasm {}",
            "parigot.guests.a.wasm must be the path of a WebAssembly module, and is a block."),
        arguments(
            "wasm = b.wasm",
            "parigot.guests.a.wasm names b.wasm, and there is no such file; looked for DIR/b.wasm."),
        arguments("args = x", "parigot.guests.a.args must be a list of texts, and is \"x\"."),
        arguments(
            "args = [\"a\\u0000b\"]",
            "parigot.guests.a.args must be a list of texts without the character NUL, and is the"
                + " list [\"a\\u0000b\"]."),
        arguments(
            "env = [A]", "parigot.guests.a.env must be a block { … }, and is the list [\"A\"]."),
        arguments("env { A = [] }", "parigot.guests.a.env.A must be a text, and is the list []."),
        arguments("env { A.B = x }", "parigot.guests.a.env.A must be a text, and is a block."),
        arguments(
            "env { \"A=B\" = x }",
            "parigot.guests.a.env.\"A=B\" is no name for an environment variable: it must not be"
                + " empty nor contain = or NUL."),
        arguments(
            "env { HOSTID_LOW = 1 }",
            "parigot.guests.a.env.HOSTID_LOW is set by the runtime, and must not be configured."),
        arguments(
            "plugins = [\"../x\"]",
            "parigot.guests.a.plugins must be a list of plugin names in lower case, and is the list"
                + " [\"../x\"]."),
        arguments(
            "instances = 1.5",
            "parigot.guests.a.instances must be a whole number from 1 to 100000, and is 1.5."),
        arguments(
            "memory-limit = 1048576",
            "parigot.guests.a.memory-limit needs a unit, as in \"1048576 KiB\" or \"1048576 MiB\","
                + " and is 1048576."),
        arguments(
            "restart-backoff { max = 30 }",
            "parigot.guests.a.restart-backoff.max needs a unit, as in \"30 s\" or \"30 ms\", and is"
                + " 30."),
        arguments(
            "memory-limit = 1 KiB",
            "parigot.guests.a.memory-limit must be a size from 64 KiB to 2 GiB, and is \"1 KiB\"."),
        arguments(
            "memory-limit = 4 GiB",
            "parigot.guests.a.memory-limit must be a size from 64 KiB to 2 GiB, and is \"4 GiB\"."),
        arguments(
            "method-limit = 0",
            "parigot.guests.a.method-limit must be a duration from 1 ms to 1 day, and is 0."),
        arguments(
            "method-warn = 3 s",
            "parigot.guests.a.method-warn must be at most method-limit (2000 ms), and is \"3 s\"."),
        arguments(
            "message-limit = 4095 B",
            "parigot.guests.a.message-limit must be a size from 4 KiB (what every guest has room"
                + " for) to 1 GiB, and is \"4095 B\"."),
        arguments(
            "message-limit = 300 MiB",
            "parigot.guests.a.message-limit must be at most memory-limit (268435456 bytes), and is"
                + " \"300 MiB\"."),
        arguments(
            "calls-in-flight = 0",
            "parigot.guests.a.calls-in-flight must be a whole number from 1 to 10000000, and is 0."),
        arguments(
            "mailbox = -1",
            "parigot.guests.a.mailbox must be a whole number from 1 to 10000000, and is -1."),
        arguments(
            "services = 10001",
            "parigot.guests.a.services must be a whole number from 1 to 10000, and is 10001."),
        arguments(
            "restart = sometimes",
            "parigot.guests.a.restart must be never or on-failure or always, and is \"sometimes\"."),
        arguments(
            "restart-backoff = 3",
            "parigot.guests.a.restart-backoff must be a block { … }, and is 3."),
        arguments(
            "restart-backoff { mim = 3 s }",
            "parigot.guests.a.restart-backoff.mim is no setting; did you mean min?"),
        arguments(
            "restart-backoff { min = 31 s }",
            "parigot.guests.a.restart-backoff.min must be at most max (30000 ms), and is \"31 s\"."),
        arguments(
            "restart-backoff { ceiling = 0 }",
            "parigot.guests.a.restart-backoff.ceiling must be a whole number from 1 to 10000000, and"
                + " is 0."));
  }

  @ParameterizedTest
  @MethodSource("mistakesOfAGuest")
  void aMistakeInAGuestsSettings(String line, String sentence) {
    folder.write("app.conf", "parigot.guests.a {\n wasm = a.wasm\n " + line + "\n}\n");

    assertThat(folder.complaintAbout("app.conf")).isEqualTo("DIR/app.conf:3: " + sentence);
  }

  static Stream<Arguments> wrongNames() {
    return Stream.of(
        arguments("1st", "1st"),
        arguments("\"a b\"", "\"a b\""),
        arguments("\"a.b\"", "\"a.b\""),
        arguments("\"\"", "\"\""),
        arguments("ä", "\"ä\""),
        arguments("_a", "_a"),
        arguments("a" + "b".repeat(63), "a" + "b".repeat(63)));
  }

  @ParameterizedTest
  @MethodSource("wrongNames")
  void aGuestsNameWithOddCharacters(String name, String shown) {
    folder.write("app.conf", "parigot.guests {\n " + name + " { wasm = a.wasm }\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/app.conf:2: parigot.guests."
                + shown
                + " is no name for a guest: it must be a letter and then at most 62 letters,"
                + " digits, _ or -.");
  }

  @Test
  void aGuestWithoutAModule() {
    folder.write("app.conf", "parigot.guests {\n a { kind = main }\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/app.conf:2: parigot.guests.a.wasm is missing; it must be the path of a"
                + " WebAssembly module.");
  }

  @Test
  void aGuestThatIsNoBlock() {
    folder.write("app.conf", "parigot.guests {\n a = a.wasm\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo("DIR/app.conf:2: parigot.guests.a must be a block { … }, and is \"a.wasm\".");
  }

  @Test
  void aConfigurationWithoutGuests() {
    folder.write("app.conf", "parigot {\n guests {}\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo("DIR/app.conf:2: parigot.guests names no guest, and must name at least one.");
  }

  @Test
  void aConfigurationThatIsTooLong() {
    folder.write("app.conf", "#".repeat((4 << 20) + 1));

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "The configuration file DIR/app.conf has 4,194,305 bytes, and may have at most"
                + " 4,194,304.");
  }

  @Test
  void aMisspeltBlockOfGuests() {
    folder.write("app.conf", "parigot {\n guest { a { wasm = a.wasm } }\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo("DIR/app.conf:2: parigot.guest is no setting; did you mean guests?");
  }

  @Test
  void aMisspeltBlockWithNoGuest() {
    folder.write("app.conf", "parigot.guest {}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo("DIR/app.conf:1: parigot.guest is no setting; did you mean guests?");
  }

  @Test
  void aMisspeltRoot() {
    folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\npargot {\n call-timeout = 1 s\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo("DIR/app.conf:2: pargot is no setting; did you mean parigot?");
  }

  @Test
  void aMisspeltRootOfAProperty() {
    folder.write("app.conf", "parigot.guests.a.wasm = a.wasm\n");
    System.setProperty("pariggot.call-timeout", "1 s");
    try {
      assertThat(folder.complaintAbout("app.conf"))
          .isEqualTo("system properties: pariggot is no setting; did you mean parigot?");
    } finally {
      System.clearProperty("pariggot.call-timeout");
    }
  }

  @Test
  void anApplicationOfTestsOnly() {
    folder.write("app.conf", "parigot.guests.a { wasm = a.wasm, kind = test }\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "Every guest is of kind test, and tests run only where they are asked for: with --test"
                + " on the command line, with tests = true at @WithApplication, or from"
                + " ApplicationSettings.withTests.");
  }

  @Test
  void parigotThatIsNoBlock() {
    folder.write("app.conf", "parigot = 3\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo("DIR/app.conf:1: parigot must be a block { … }, and is 3.");
  }

  @Test
  void aFileThatIsNoHocon() {
    folder.write("app.conf", "parigot {\n guests { a { wasm = a.wasm }\n }}}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/app.conf:3: unbalanced close brace '}' with no open brace (if you intended '}' to be part of a key or string value, try enclosing the key or value in double quotes).");
  }

  @Test
  void aSubstitutionOfNothing() {
    folder.write("app.conf", "parigot.guests.a.wasm = ${nowhere.defined}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/app.conf:1: Could not resolve substitution to a value: ${nowhere.defined}.");
  }

  @Test
  void aFileThatDoesNotExist() {
    assertThat(folder.complaintAbout("none.conf"))
        .isEqualTo("The configuration file DIR/none.conf does not exist.");
  }

  @Test
  void aFolderWithoutAConfiguration() {
    folder.write("sub/app.conf", "");

    assertThat(folder.complaintAbout("sub"))
        .isEqualTo("The configuration file DIR/sub/application.conf does not exist.");
  }

  @Test
  void aModuleThatIsNowhereOnTheSearchPath() {
    folder.write(
        "app.conf", "parigot {\n search-path = [one, /two]\n guests.a.wasm = sub/b.wasm\n}\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/app.conf:3: parigot.guests.a.wasm names sub/b.wasm, and there is no such file; looked for DIR/sub/b.wasm, DIR/one/sub/b.wasm, /two/sub/b.wasm.");
  }

  @Test
  void aMistakeInAnIncludedFileIsReportedThere() {
    folder.write("sub/more.conf", "\n\nparigot.guests.a { wasm = ../a.wasm, colour = red }\n");
    folder.write("app.conf", "include \"sub/more.conf\"\n");

    assertThat(folder.complaintAbout("app.conf"))
        .startsWith("DIR/sub/more.conf:3: parigot.guests.a.colour is no setting; known are args,");
  }
}
