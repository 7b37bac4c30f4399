package parigot.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import parigot.record.RecordingException;
import parigot.record.ReplayReport;
import parigot.record.Step;
import parigot.record.SteppedReplay;

/** Asks how a replay is to go on, and tells what the guest is given and says meanwhile. */
final class ReplayPrompt {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String HELP =
      """
      step [N]   let it work on the next event, or on so many (s)
      back [N]   run it again, to one event earlier, or so many (b)
      go N       let it stand before event N, forth or back
      end        let it work on all events that are left
      wait       wait for it, when it computes or stands in a debugger
      quit       leave it (q)\
      """;

  private final SteppedReplay replay;
  private final BufferedReader in;
  private final PrintWriter out;

  /** The number of the event that it is to stand before. */
  private long target;

  ReplayPrompt(SteppedReplay replay, BufferedReader in, PrintWriter out) {
    this.replay = replay;
    this.in = in;
    this.out = out;
  }

  /**
   * Asks until whoever answers has enough.
   *
   * @param first the number of the event before which it stops first
   * @return 1 when the guest did something else than when it was recorded, and else 0
   */
  int run(long first) throws RecordingException, IOException, InterruptedException {
    out.printf(
        "%s was given the events %,d to %,d, and %s.%n",
        replay.life().shown(), replay.first(), replay.last(), replay.recordedEnding());
    go(first);
    while (true) {
      out.print("replay> ");
      out.flush();
      String line = in.readLine();
      if (line == null) {
        out.println();
        return code();
      }
      String[] words = line.strip().split("\\s+", -1);
      if (List.of("quit", "q", "exit").contains(words[0])) {
        return code();
      }
      try {
        answer(words);
      } catch (RecordingException e) {
        out.println(e.getMessage());
      }
    }
  }

  private int code() {
    return replay.report().map(ReplayReport::isSame).orElse(true) ? 0 : 1;
  }

  private void answer(String[] words) throws RecordingException, InterruptedException {
    boolean hasNumber = words.length == 2 && words[1].matches("[0-9]{1,9}");
    if (words.length > 2 || (words.length == 2 && !hasNumber)) {
      out.println("That is not understood; \"help\" tells what is.");
      return;
    }
    long number = hasNumber ? Long.parseLong(words[1]) : 1;
    switch (words[0]) {
      case "step", "s" -> go(target + number);
      case "back", "b" -> go(target - number);
      case "go" -> go(hasNumber ? number : target);
      case "end" -> go(replay.last() + 2);
      case "wait", "" -> tell();
      case "help" -> out.println(HELP);
      default -> out.println("That is not understood; \"help\" tells what is.");
    }
  }

  private void go(long event) throws RecordingException, InterruptedException {
    long wanted = Math.min(Math.max(replay.first(), event), replay.last() + 2);
    replay.goTo(wanted);
    target = wanted;
    tell();
  }

  private void tell() throws RecordingException, InterruptedException {
    SteppedReplay.Place place = replay.await(PATIENCE);
    replay.said().forEach(step -> out.println("  " + shown(step)));
    switch (place) {
      case BETWEEN_EVENTS -> {
        target = replay.event() + 1;
        out.printf("Before event %,d of %,d", target, replay.last());
        out.println(replay.next().isEmpty() ? "." : ": " + shown(replay.next().get(0)));
      }
      case IN_AN_EVENT ->
          out.printf(
              "It is at work on event %,d, or stands in a debugger; \"wait\" waits for it.%n",
              replay.event());
      case AT_THE_END -> {
        target = replay.last() + 1;
        ReplayReport report = replay.report().orElseThrow();
        out.println(
            report
                .difference()
                .map(difference -> "It does something else: " + difference + ".")
                .orElse("That was all: it " + report.ending() + "."));
      }
    }
  }

  private static String shown(Step step) {
    String whom = step.to().isEmpty() ? "" : step.from() + " -> " + step.to() + ": ";
    String message = step.message().isEmpty() ? "" : " " + step.message();
    return whom + ReplayCommand.what(step) + message;
  }
}
