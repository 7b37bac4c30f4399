package parigot.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * From the start of {@code ./parigot run} with two large guests, which make one call, to its end.
 */
record GoStart(String name, String about) implements Measured {
  private enum Subject {
    CACHED("cached"),
    COLD("nothing compiled before");

    final String label;

    Subject(String label) {
      this.label = label;
    }
  }

  @Override
  public List<Line> measure(Effort effort) {
    GoGuests guests = effort.isQuick() ? GoGuests.AS_COMPILED : GoGuests.PADDED;
    LauncherRun unusedFillsTheCache = run(guests, Subject.CACHED);
    Map<Subject, String> notes = new EnumMap<>(Subject.class);
    Comparison<Subject> comparison =
        Comparison.measure(
            effort.rounds(),
            List.of(Subject.values()),
            subject -> {
              LauncherRun run = run(guests, subject);
              notes.put(subject, run.use());
              return run.took().toNanos();
            });
    List<Line> lines = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      lines.add(comparison.line(subject, subject.label, Unit.NANOS).note(notes.get(subject)));
    }
    return lines;
  }

  private static LauncherRun run(GoGuests guests, Subject subject) {
    return LauncherRun.of(
        "",
        List.of(
            guests.configuration(1, 1).toString(),
            "-Dparigot.cache-dir="
                + (subject == Subject.CACHED
                    ? Workplace.cache()
                    : Workplace.folder().resolve("cold" + System.nanoTime()))));
  }
}
