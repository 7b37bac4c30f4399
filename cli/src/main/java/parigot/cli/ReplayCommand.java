package parigot.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import parigot.record.Conversation;
import parigot.record.LifeFile;
import parigot.record.RecordingException;
import parigot.record.RecordingFolder;
import parigot.record.ReplayReport;
import parigot.record.Replayer;
import parigot.record.SequenceDiagram;
import parigot.record.ShadowDifference;
import parigot.record.Step;
import parigot.record.SteppedReplay;
import parigot.record.Until;
import parigot.runtime.settings.GuestSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot replay}. */
@Command(
    name = "replay",
    header = "Runs recorded guests again, each alone, and tells where one does something else.",
    description = {
      "",
      "What crossed into a guest comes from the recording that \"parigot run --record\" made: there"
          + " is no other guest, no plugin, no network and no clock. The guest's memory is compared"
          + " wherever the recording has a checksum of it, and each request that it makes.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each guest did what it did when it was recorded",
      "1:one did not; with --module, the other build does not",
      "193:the command line is wrong, or there is no recording that can be replayed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot replay recordings",
      "  parigot replay recordings --guest greeting --until 12",
      "  parigot replay recordings --print",
      "  parigot replay recordings --svg conversation.svg",
      "  parigot replay recordings --module greeting=target/guests/greeting.wasm",
      "  parigot replay recordings --guest greeting --engine jvm --debug"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int DIFFERS = 1;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "the folder that was given to --record")
  private Path folder;

  @Option(
      names = "--guest",
      paramLabel = "NAME",
      description = "only the lives of this guest, by its name or its name in the log")
  private String guest;

  @Option(
      names = "--until",
      paramLabel = "WHERE",
      description =
          "only so far: the number of the last event of each life, a call before which to stop"
              + " (call-a1b2), or a time (2026-11-29T10:15:30Z)")
  private String until;

  @Option(
      names = "--module",
      paramLabel = "NAME=FILE",
      description =
          "give another build of this guest what the recorded one was given, and tell field by"
              + " field what it answers and asks for otherwise")
  private Map<String, Path> modules = new LinkedHashMap<>();

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description =
          "what runs the guests: wasm, or jvm for those in Java, as plain Java with the classes"
              + " that are there now, so that a debugger sees them")
  private GuestSettings.Engine engine = GuestSettings.Engine.WASM;

  @Option(
      names = "--debug",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "5005",
      description =
          "let a debugger attach to this port of 127.0.0.1 (5005 if none is named), stop before the"
              + " last event or where --until says, and ask how to go on: step by step, and back."
              + " Guests show their Java with --engine jvm")
  private Integer debug;

  @Option(
      names = "--interpreted",
      description = "interpret the guests, much slower, in place of compiling them")
  private boolean interpreted;

  @Option(
      names = "--print",
      description =
          "print what the guests said to each other: calls, answers, plugins, lines, ends; with the"
              + " messages, where the modules tell what these are")
  private boolean print;

  @Option(
      names = "--mermaid",
      description = "the same as a sequence diagram in the language of Mermaid")
  private boolean mermaid;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "the same as a sequence diagram in a file of SVG")
  private Path svg;

  @Override
  public Integer call() throws IOException {
    try {
      return replay();
    } catch (RecordingException e) {
      Complaint.print(spec.commandLine().getErr(), e.getMessage());
      return ExitCodes.USAGE;
    } finally {
      spec.commandLine().getOut().flush();
    }
  }

  private int replay() throws RecordingException, IOException {
    RecordingFolder recordings = RecordingFolder.open(folder);
    recordings.torn().forEach(sentence -> Complaint.print(spec.commandLine().getErr(), sentence));
    Until end = until == null ? Until.END : Until.of(until);
    List<LifeFile> lives = recordings.lives().stream().filter(this::isWanted).toList();
    if (lives.isEmpty()) {
      throw new RecordingException("%s has no recording of a guest %s.".formatted(folder, guest));
    }
    if (!modules.isEmpty()) {
      return compare(recordings, lives);
    }
    if (debug != null) {
      return debug(recordings, lives, end);
    }
    Table table = new Table("LIFE", ">EVENTS", ">CHECKSUMS", "THEN");
    int code = 0;
    try (Replayer replayer = replayer(recordings);
        Replayer asJava = Replayer.asJava(recordings)) {
      Conversation conversation = replayer.conversation(lives);
      for (LifeFile life : lives) {
        ReplayReport report =
            (runsAsJava(life) ? asJava : replayer).replay(life, end, conversation);
        table.row(
            life.shown(),
            "%,d".formatted(report.events()),
            "%,d".formatted(report.hashes()),
            report.ending());
        tell(report, spec.commandLine().getErr());
        code = report.isSame() ? code : DIFFERS;
      }
      if (print || mermaid || svg != null) {
        show(conversation.steps());
        return code;
      }
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    return code;
  }

  private Replayer replayer(RecordingFolder recordings) {
    return interpreted ? Replayer.interpreting(recordings) : Replayer.compiling(recordings);
  }

  /** As {@code run --engine jvm} does: what is not in Java runs as WebAssembly, and is told of. */
  private boolean runsAsJava(LifeFile life) {
    if (engine == GuestSettings.Engine.JVM && !Replayer.isJava(life)) {
      Complaint.print(
          spec.commandLine().getErr(),
          life.shown()
              + " runs as WebAssembly: it is no guest in Java, or its build had left no classes");
    }
    return engine == GuestSettings.Engine.JVM && Replayer.isJava(life);
  }

  private int debug(RecordingFolder recordings, List<LifeFile> lives, Until end)
      throws RecordingException {
    if (!String.valueOf(debug).equals(System.getenv("PARIGOT_DEBUG_PORT"))) {
      throw new ParameterException(
          spec.commandLine(), "--debug is for the launcher ./parigot, which starts a JVM for it");
    }
    Set<String> labels = lives.stream().map(LifeFile::label).collect(Collectors.toSet());
    if (labels.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--debug is of one guest; say which with --guest: "
              + String.join(", ", new TreeSet<>(labels)));
    }
    LifeFile life = lives.get(lives.size() - 1);
    for (LifeFile each : lives) {
      if (SteppedReplay.hasFailed(each)) {
        life = each;
      }
    }
    try (Replayer replayer = runsAsJava(life) ? Replayer.asJava(recordings) : replayer(recordings);
        SteppedReplay replay = replayer.stepped(life)) {
      return new ReplayPrompt(
              replay,
              new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
              spec.commandLine().getOut())
          .run(replay.stopBefore(end));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    } catch (IOException e) {
      throw new RecordingException("Standard input cannot be read: " + e);
    }
  }

  private int compare(RecordingFolder recordings, List<LifeFile> lives) throws RecordingException {
    for (String name : modules.keySet()) {
      if (lives.stream().noneMatch(life -> life.isOf(name))) {
        throw new RecordingException("%s has no recording of a guest %s.".formatted(folder, name));
      }
    }
    Table table = new Table("LIFE", ">EVENT", "ABOUT", "FIELD", "RECORDED", "NOW");
    try (Replayer replayer = Replayer.compiling(recordings)) {
      for (LifeFile life : lives) {
        for (Map.Entry<String, Path> other : modules.entrySet()) {
          if (life.isOf(other.getKey())) {
            for (ShadowDifference each : replayer.compare(life, other.getValue())) {
              table.row(
                  life.shown(),
                  "%,d".formatted(each.event()),
                  each.what(),
                  each.field(),
                  each.recorded(),
                  each.now());
            }
          }
        }
      }
    }
    if (table.isEmpty()) {
      spec.commandLine().getOut().println("It does what was recorded.");
      return 0;
    }
    table.lines().forEach(spec.commandLine().getOut()::println);
    return DIFFERS;
  }

  private void show(List<Step> steps) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    SequenceDiagram diagram = new SequenceDiagram(steps);
    if (svg != null) {
      Files.writeString(svg, diagram.svg());
    }
    if (mermaid) {
      out.print(diagram.mermaid());
    }
    if (print) {
      Table table = new Table("TIME", "FROM", "TO", "WHAT", "MESSAGE");
      for (Step step : steps) {
        table.row(
            TIME.format(step.time().atOffset(ZoneOffset.UTC)),
            step.from(),
            step.to(),
            what(step),
            step.message());
      }
      table.lines().forEach(out::println);
    }
  }

  /** What happened, in words. */
  static String what(Step step) {
    return switch (step.kind()) {
      case CALL, PLUGIN, LIFE -> step.what();
      case ANSWER -> step.what() + " answers";
      case ERROR -> step.what() + " fails";
      case LINE -> "| " + step.what();
    };
  }

  private static void tell(ReplayReport report, PrintWriter err) {
    report
        .difference()
        .ifPresent(
            difference ->
                Complaint.print(err, "%s: %s".formatted(report.life().shown(), difference)));
    report
        .difference()
        .flatMap(difference -> report.life().elsewhere())
        .ifPresent(
            where ->
                Complaint.print(
                    err,
                    "%s was recorded %s: if the guest looks at the bits of a NaN, that may be why"
                        .formatted(report.life().shown(), where)));
    report
        .blankedAt()
        .ifPresent(
            event ->
                Complaint.print(
                    err,
                    "%s: secrets were blanked when it was recorded: from event %,d on it is given others, and not compared"
                        .formatted(report.life().shown(), event)));
    report
        .tornAt()
        .ifPresent(
            bytes ->
                Complaint.print(
                    err,
                    "%s: the recording is torn after %,d bytes, and is replayed up to there"
                        .formatted(report.life().shown(), bytes)));
  }

  private boolean isWanted(LifeFile life) {
    return guest == null || life.isOf(guest);
  }
}
