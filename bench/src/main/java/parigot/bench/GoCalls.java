package parigot.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the first calls of a guest in Go take, one after the other, from the start. */
record GoCalls(String name, String about) implements Measured {
  private static final int CALLS = 3_000;
  private static final int FEW_CALLS = 100;
  private static final int AROUND = 20;

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
    int calls = effort.isQuick() ? FEW_CALLS : CALLS;
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
              LauncherRun run = run(subject, calls);
              List<Long> nanos = run.lines().stream().map(Long::valueOf).toList();
              if (nanos.size() != calls) {
                throw new IllegalStateException(nanos.size() + " of " + calls + " calls");
              }
              notes.put(subject, note(nanos) + "; " + run.use());
              return nanos.stream().mapToLong(Long::longValue).sum();
            });
    List<Line> lines = new ArrayList<>();
    for (Subject subject : subjects) {
      lines.add(comparison.line(subject, subject.label, Unit.NANOS).note(notes.get(subject)));
    }
    return lines;
  }

  private static LauncherRun run(Subject subject, int calls) {
    return LauncherRun.of(
        subject.flags,
        List.of(
            subject.guests.configuration(calls).toString(),
            "-Dparigot.cache-dir=" + Workplace.cache()));
  }

  private static String note(List<Long> nanos) {
    return "the first call took %s, the last %d had a p50 of %s"
        .formatted(
            Unit.NANOS.print(nanos.get(0)),
            AROUND,
            Unit.NANOS.print(
                Comparison.median(
                    nanos.subList(nanos.size() - AROUND, nanos.size()).stream()
                        .map(Long::doubleValue)
                        .toList())));
  }
}
