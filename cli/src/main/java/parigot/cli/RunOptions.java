package parigot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.SettingsException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that run an application have in common. */
final class RunOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "the application's configuration, or a folder with an application.conf; the current"
              + " folder if none is named")
  private Path file;

  @Option(
      names = {"-v", "--verbose"},
      description = "log what happens and what guests say; given twice, more of it")
  private boolean[] verbose = {};

  @Option(
      names = {"-q", "--quiet"},
      description =
          "do not log how far the compilation of large modules is, nor what runs and what is waited"
              + " for")
  private boolean quiet;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "what runs the guests whose settings do not say: wasm, or jvm for those that were built"
              + " from Java here, so that a debugger sees all of them")
  private GuestSettings.Engine engine;

  @Option(
      names = "--debug",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "5005",
      description =
          "let a debugger attach to this port of 127.0.0.1 (5005 if none is named); calls and"
              + " guests then have an hour instead of seconds. Guests show their Java with --engine"
              + " jvm")
  private Integer debug;

  @Option(
      names = "--record",
      paramLabel = "DIR",
      description =
          "write what crosses into each guest into this folder, for \"parigot replay\": the same as"
              + " -Dparigot.record.directory=DIR")
  private Path record;

  @Option(names = "--suspend", description = "with --debug: wait for the debugger before all else")
  private boolean suspend;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "a system property, as in -Dparigot.call-timeout=1s: it goes before the same key in the"
              + " configuration",
      mapFallbackValue = "")
  private Map<String, String> properties = new LinkedHashMap<>();

  /** Takes effect, once, before anything is loaded. */
  void apply() {
    properties.forEach(this::setProperty);
    if (debug != null) {
      giveTimeToDebug();
    } else if (suspend) {
      throw new ParameterException(spec.commandLine(), "--suspend goes with --debug");
    }
    if (engine != null) {
      System.setProperty("parigot.guest-defaults.engine", engine.name().toLowerCase(Locale.ROOT));
    }
    if (record != null) {
      System.setProperty("parigot.record.directory", record.toString());
    }
    Log.setVerbosity(verbose.length);
    if (quiet) {
      Log.withoutProgress();
    }
  }

  /**
   * The settings of the application, tests included.
   *
   * @throws SettingsException when something about them is wrong
   */
  ApplicationSettings load() {
    return ApplicationSettings.withTests(ConfigFiles.load(Optional.ofNullable(file)));
  }

  /** The folder in which the configuration is. */
  Path folder() {
    String property = System.getProperty("config.file");
    Path named = file != null ? file : property != null ? Path.of(property) : Path.of("");
    Path place = named.toAbsolutePath().normalize();
    return Files.isDirectory(place) ? place : place.getParent();
  }

  /** Who looks at a guest with a debugger holds up all that wait for it. */
  private void giveTimeToDebug() {
    if (!String.valueOf(debug).equals(System.getenv("PARIGOT_DEBUG_PORT"))) {
      throw new ParameterException(
          spec.commandLine(), "--debug is for the launcher ./parigot, which starts a JVM for it");
    }
    for (String key :
        List.of(
            "guest-defaults.call-timeout",
            "guest-defaults.method-warn",
            "guest-defaults.method-limit",
            "launch-timeout",
            "plugin-dispatcher.timeout")) {
      String property = "parigot." + key;
      if (System.getProperty(property) == null) {
        System.setProperty(property, "1 hour");
      }
    }
  }

  private void setProperty(String key, String value) {
    if (key.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "-D needs a key: -DKEY=VALUE");
    }
    System.setProperty(key, value);
  }
}
