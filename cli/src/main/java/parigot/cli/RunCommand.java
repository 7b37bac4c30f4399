package parigot.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.GuestSettings.Kind;
import parigot.runtime.settings.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot run}. */
@Command(
    name = "run",
    header = "Runs an application.",
    description = {
      "",
      "It ends when its last main guest has ended. One without a main serves until it is"
          + " interrupted (Ctrl-C) or terminated, and then ends its guests in order.",
      "",
      "Standard output is what the main guests write there; the log goes to standard error.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0 to 192:the first code other than 0 that a main ended with, or 0",
      "193:the command line, the configuration or a module is wrong",
      "194:a guest did not launch",
      "195:a main was ended by a trap or a limit",
      "196:Parigot itself failed, for want of memory for instance",
      "130, 143:interrupted, terminated (0 when only servers ran)"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot run",
      "  parigot run shop.conf -v -Dparigot.call-timeout=1s",
      "  parigot run shop.conf --test",
      "  parigot run shop.conf --engine jvm"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "the application's configuration, or a folder with an application.conf; the current folder"
              + " if none is named")
  private Path file;

  @Option(
      names = {"-v", "--verbose"},
      description = "log what happens and what guests say; given twice, more of it")
  private boolean[] verbose = {};

  @Option(
      names = {"-q", "--quiet"},
      description = "do not log how far the compilation of large modules is")
  private boolean quiet;

  @Option(
      names = "--test",
      description =
          "run the guests of kind test instead of the mains, one after the other, each with fresh"
              + " servers; exit with 0 if all passed, else with 1")
  private boolean test;

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
          "let a debugger attach to this port of 127.0.0.1 (5005 if none is named); calls and guests"
              + " then have an hour instead of seconds. Guests show their Java with --engine jvm")
  private Integer debug;

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

  @Override
  public Integer call() {
    properties.forEach(this::setProperty);
    if (debug != null) {
      giveTimeToDebug();
    } else if (suspend) {
      throw new ParameterException(spec.commandLine(), "--suspend goes with --debug");
    }
    if (engine != null) {
      System.setProperty("parigot.guest-defaults.engine", engine.name().toLowerCase(Locale.ROOT));
    }
    Log.setVerbosity(verbose.length);
    if (quiet) {
      Log.withoutProgress();
    }
    ApplicationSettings settings;
    try {
      settings = ApplicationSettings.withTests(ConfigFiles.load(Optional.ofNullable(file)));
    } catch (SettingsException wrong) {
      Complaint.print(spec.commandLine().getErr(), wrong.getMessage());
      return ExitCodes.USAGE;
    }
    Runner runner = new Runner(spec.commandLine().getErr());
    Signals.onEnd(runner::signal);
    Selection selection = new Selection(settings);
    return test
        ? new TestRun(runner, selection, spec.commandLine()).run()
        : runOnce(runner, selection);
  }

  private int runOnce(Runner runner, Selection selection) {
    if (selection.names(Kind.SERVER).isEmpty() && selection.names(Kind.MAIN).isEmpty()) {
      Complaint.print(
          spec.commandLine().getErr(), "Every guest is of kind test, and only --test runs these.");
      return ExitCodes.USAGE;
    }
    return runner.run(selection.withoutTests(), selection.names(Kind.MAIN).isEmpty());
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
