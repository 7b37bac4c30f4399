package parigot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Stack;
import java.util.concurrent.Callable;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings.Kind;
import parigot.runtime.settings.OwnAddress;
import parigot.runtime.settings.Placement;
import parigot.runtime.settings.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      "  parigot run shop.conf --test=checkout,refund",
      "  parigot run shop.conf --engine jvm",
      "  parigot run shop.conf --placement three.conf --node a",
      "  parigot run shop.conf --placement three.conf --all-nodes"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @Option(
      names = "--test",
      paramLabel = "NAME",
      arity = "0..1",
      split = ",",
      preprocessor = OnlyAttached.class,
      description =
          "run the guests of kind test instead of the mains, one after the other, each with fresh"
              + " servers and with stores of its own; exit with 0 if all passed, else with 1. With"
              + " --test=NAME,NAME run these tests alone")
  private List<String> tests;

  /** Has an option take what stands behind an equals sign, and never the next argument. */
  static final class OnlyAttached implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      if (!"=".equals(info.get("separator"))) {
        arguments.push("");
      }
      return false;
    }
  }

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
      names = "--host",
      paramLabel = "HOST",
      description =
          "of a node of a pool, which --node names: the address of this machine at which the other"
              + " nodes reach it; without it PARIGOT_HOST in the environment says so, or else it is"
              + " the one from which this node reaches them")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "of a node of a pool: where it listens, instead of the pool's port; for several on one"
              + " machine")
  private Integer port;

  @Option(
      names = "--all-nodes",
      description =
          "with --placement: run all nodes, each as a process on this machine; their logs come out"
              + " together, and a signal ends them all")
  private boolean allNodes;

  @Override
  public Integer call() {
    checkNodes();
    options.apply();
    if (placement != null && !allNodes) {
      wantedNode().ifPresent(Log::ofNode);
    }
    ApplicationSettings settings;
    Optional<Placement> places = Optional.empty();
    try {
      settings = options.load();
      if (placement != null) {
        places = Optional.of(Placement.of(ConfigFiles.placement(placement)));
        settings = new Selection(settings).withoutTests();
        String first = places.get().names().get(0);
        String chosen = allNodes ? first : places.get().chosen(wantedNode());
        settings = settings.on(places.get().at(ownAddress(places.get(), chosen)), chosen);
        if (!allNodes) {
          // Of a pool it has a name of its own.
          settings.node().ifPresent(its -> Log.ofNode(its.name()));
        }
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
    return tests == null
        ? runOnce(runner, selection)
        : new TestRun(runner, selection, spec.commandLine())
            .run(tests.stream().filter(name -> !name.isEmpty()).toList());
  }

  private void checkNodes() {
    if (placement == null && (node != null || allNodes || host != null || port != null)) {
      String option =
          allNodes ? "--all-nodes" : node != null ? "--node" : host != null ? "--host" : "--port";
      throw new ParameterException(spec.commandLine(), option + " goes with --placement FILE");
    }
    if (node != null && allNodes) {
      throw new ParameterException(spec.commandLine(), "--node and --all-nodes exclude each other");
    }
    if (placement != null && tests != null) {
      throw new ParameterException(
          spec.commandLine(), "--test runs in one process, without a placement");
    }
  }

  private Optional<String> wantedNode() {
    return said(node, "PARIGOT_NODE");
  }

  /** What an option says, or else a variable of the environment. */
  private static Optional<String> said(String option, String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(System.getenv(variable)))
        .filter(text -> !text.isEmpty());
  }

  private OwnAddress ownAddress(Placement places, String chosen) {
    if (!places.pools().contains(chosen)) {
      if (host != null || port != null) {
        throw new ParameterException(
            spec.commandLine(),
            (host != null ? "--host" : "--port")
                + " goes with --node and a pool; where node %s listens, the placement says"
                    .formatted(chosen));
      }
      return OwnAddress.UNKNOWN;
    }
    if (port != null && (port < 1 || port > 65_535)) {
      throw new ParameterException(
          spec.commandLine(), "--port must be a number from 1 to 65535, and is " + port);
    }
    return new OwnAddress(
        said(host, "PARIGOT_HOST"), port == null ? OptionalInt.empty() : OptionalInt.of(port));
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
}
