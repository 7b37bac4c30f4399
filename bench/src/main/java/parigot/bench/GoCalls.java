package parigot.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the first calls of a guest in Go take, from the start.
 *
 * @param calls how many
 * @param atOnce how many of them wait for their answers at the same time
 */
record GoCalls(String name, String about, int calls, int atOnce) implements Measured {
  private static final int FEW_CALLS = 100;
  private static final int AROUND = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * A call, as the guest writes it.
   *
   * @param nanos what it took
   * @param answered when its answer came, in nanoseconds since the first call
   */
  private record Call(long nanos, long answered) {
    static Call of(String line) {
      int space = line.indexOf(' ');
      return new Call(
          Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
    }
  }

  private enum Subject {
    PADDED("padded to 9 MB", GoGuests.PADDED, ""),
    ONE_COMPILER(
        "padded to 9 MB, HotSpot's first compiler alone",
        GoGuests.PADDED,
        "-XX:TieredStopAtLevel=1"),
    AS_COMPILED("as compiled, 3 MB", GoGuests.AS_COMPILED, "");

    final String label;
    final GoGuests guests;
    final String flags;

    Subject(String label, GoGuests guests, String flags) {
      this.label = label;
      this.guests = guests;
      this.flags = flags;
    }
  }

  @Override
  public List<Line> measure(Effort effort) {
    int wanted = effort.isQuick() ? FEW_CALLS : calls;
    List<Subject> subjects =
        effort.isQuick() ? List.of(Subject.AS_COMPILED) : List.of(Subject.values());
    for (Subject subject : subjects) {
      LauncherRun unusedFillsTheCache = run(subject, 1);
    }
    Map<Subject, String> notes = new EnumMap<>(Subject.class);
    Comparison<Subject> comparison =
        Comparison.measure(
            effort.rounds(),
            subjects,
            subject -> {
              LauncherRun run = run(subject, wanted);
              List<Call> made = run.lines().stream().map(Call::of).toList();
              if (made.size() != wanted) {
                throw new IllegalStateException(made.size() + " of " + wanted + " calls");
              }
              notes.put(subject, note(made) + "; " + run.use());
              return made.get(made.size() - 1).answered();
            });
    List<Line> lines = new ArrayList<>();
    for (Subject subject : subjects) {
      lines.add(comparison.line(subject, subject.label, Unit.NANOS).note(notes.get(subject)));
    }
    return lines;
  }

  private LauncherRun run(Subject subject, int wanted) {
    return LauncherRun.of(
        subject.flags,
        List.of(
            subject.guests.configuration(wanted, atOnce).toString(),
            "-Dparigot.cache-dir=" + Workplace.cache()));
  }

  private static String note(List<Call> made) {
    long took = made.get(made.size() - 1).answered();
    return "%.0f/s, the first call took %s, the last %d had a p50 of %s"
        .formatted(
            NANOS_PER_SECOND * made.size() / took,
            Unit.NANOS.print((double) made.get(0).nanos()),
            AROUND,
            Unit.NANOS.print(
                Comparison.median(
                    made.subList(made.size() - AROUND, made.size()).stream()
                        .map(call -> (double) call.nanos())
                        .toList())));
  }
}
