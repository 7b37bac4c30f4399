package parigot.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.Console;
import parigot.runtime.testing.Within;

/** An application of scripted guests (see {@code actors/src/test/guests}) that is recorded. */
final class Recorded {
  static final Path CACHE =
      Path.of("..", "actors", "target", "test-cache").toAbsolutePath().normalize();

  private final Path folder;
  private final List<String> settings = new ArrayList<>();

  Recorded(Path folder) {
    this.folder = folder;
    settings.add("parigot.cache-dir = " + quoted(CACHE.toString()));
    settings.add("parigot.record { directory = %s, state-hash = 1 }".formatted(quoted(folder)));
  }

  private static String quoted(Object text) {
    return ConfigUtil.quoteString(text.toString());
  }

  Recorded settings(String more) {
    settings.add(more);
    return this;
  }

  Recorded guest(String name, String kind, Path module, String... script) {
    settings.add(
        "parigot.guests.%s { kind = %s, wasm = %s, args = [%s] }"
            .formatted(
                name,
                kind,
                quoted(module),
                Arrays.stream(script).map(Recorded::quoted).collect(Collectors.joining(", "))));
    return this;
  }

  Recorded guest(String name, String kind, String module, String... script) {
    return guest(name, kind, module(module), script);
  }

  static Path module(String name) {
    URL found = Recorded.class.getResource("/guests/" + name + ".wasm");
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  Config config() {
    return ConfigFactory.parseString(String.join("\n", settings));
  }

  Application start() {
    return Parigot.start(config(), Console.standardOutput());
  }

  /** Runs it to its end. */
  int run() {
    try (Application application = start()) {
      return Within.limit(application.ended());
    }
  }

  List<ReplayReport> replay() throws RecordingException {
    return replay(folder, false);
  }

  List<ReplayReport> interpret() throws RecordingException {
    return replay(folder, true);
  }

  static List<ReplayReport> replay(Path folder, boolean interpreted) throws RecordingException {
    RecordingFolder recordings = RecordingFolder.open(folder);
    List<ReplayReport> reports = new ArrayList<>();
    try (Replayer replayer =
        interpreted
            ? Replayer.interpreting(recordings)
            : Replayer.compiling(recordings, Optional.of(CACHE))) {
      for (LifeFile life : recordings.lives()) {
        reports.add(replayer.replay(life));
      }
    }
    return reports;
  }
}
