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
import parigot.runtime.settings.Placement;
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
      "  parigot run shop.conf --engine jvm",
      "  parigot run shop.conf --placement three.conf --node a",
      "  parigot run shop.conf --placement three.conf --all-nodes"
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
      names = "--placement",
      paramLabel = "FILE",
      description =
          "run one node of an application that is spread over several: FILE says which nodes there"
              + " are, and what runs where")
  private Path placement;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description =
          "with --placement: the node that this process is; without it PARIGOT_NODE in the"
              + " environment says so")
  private String node;

  @Option(
      names = "--all-nodes",
      description =
          "with --placement: run all nodes, each as a process on this machine; their logs come out"
              + " together, and a signal ends them all")
  private boolean allNodes;

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
    checkNodes();
    Log.setVerbosity(verbose.length);
    if (quiet) {
      Log.withoutProgress();
    }
    ApplicationSettings settings;
    Optional<Placement> places = Optional.empty();
    try {
      settings = ApplicationSettings.withTests(ConfigFiles.load(Optional.ofNullable(file)));
      if (placement != null) {
        places = Optional.of(Placement.of(ConfigFiles.placement(placement)));
        settings = new Selection(settings).withoutTests();
        String first = places.get().names().get(0);
        settings = settings.on(places.get(), allNodes ? first : places.get().chosen(wantedNode()));
      }
    } catch (SettingsException wrong) {
      Complaint.print(spec.commandLine().getErr(), wrong.getMessage());
      return ExitCodes.USAGE;
    }
    if (allNodes) {
      AllNodes all = new AllNodes(spec.commandLine().getErr());
      Signals.onEnd(number -> all.end());
      return all.run(places.get().names(), argumentsOfANode());
    }
    Runner runner = new Runner(spec.commandLine().getErr());
    Signals.onEnd(runner::signal);
    Selection selection = new Selection(settings);
    return test
        ? new TestRun(runner, selection, spec.commandLine()).run()
        : runOnce(runner, selection);
  }

  private void checkNodes() {
    if (placement == null && (node != null || allNodes)) {
      throw new ParameterException(
          spec.commandLine(),
          (allNodes ? "--all-nodes" : "--node") + " goes with --placement FILE");
    }
    if (node != null && allNodes) {
      throw new ParameterException(spec.commandLine(), "--node and --all-nodes exclude each other");
    }
    if (placement != null && test) {
      throw new ParameterException(
          spec.commandLine(), "--test runs in one process, without a placement");
    }
  }

  private Optional<String> wantedNode() {
    return Optional.ofNullable(node)
        .or(() -> Optional.ofNullable(System.getenv("PARIGOT_NODE")))
        .filter(name -> !name.isEmpty());
  }

  /** The same command line again, for a process that is one node. */
  private List<String> argumentsOfANode() {
    return spec.commandLine().getParseResult().originalArgs().stream()
        .filter(argument -> !argument.equals("--all-nodes"))
        .toList();
  }

  private int runOnce(Runner runner, Selection selection) {
    if (placement != null) {
      return runner.run(selection.settings(), selection.names(Kind.MAIN).isEmpty());
    }
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
