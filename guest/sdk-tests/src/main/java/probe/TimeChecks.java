package probe;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Dates and times. */
final class TimeChecks {
  private TimeChecks() {}

  static void run(Checks checks) {
    LocalDate day = LocalDate.of(2024, 2, 29);
    checks.that("an instant", "1970-01-01T00:00:01.500Z", () -> Instant.ofEpochMilli(1500));
    checks.that("a duration", "PT1.5S", () -> Duration.ofMillis(1500));
    checks.that("a date", "2024-03-01", () -> day.plusDays(1));
    checks.that("a day of the week", "true", () -> day.getDayOfWeek() == DayOfWeek.THURSDAY);
    checks.that("days between", "31", () -> ChronoUnit.DAYS.between(day, day.plusDays(31)));
    checks.that("parsing a date", "2024-02-29", () -> LocalDate.parse("2024-02-29"));
    checks.that(
        "a date that is none",
        "refused",
        () -> {
          try {
            return LocalDate.parse(day.getYear() - 1 + "-02-29");
          } catch (DateTimeParseException refused) {
            return "refused";
          }
        });
    checks.that(
        "a pattern",
        "29.02.2024 12:30",
        () ->
            LocalDateTime.of(2024, 2, 29, 12, 30)
                .format(DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm")));
    checks.that(
        "a zone",
        "2024-07-01T14:00+02:00[Europe/Berlin]",
        () ->
            ZonedDateTime.ofInstant(
                Instant.parse("2024-07-01T12:00:00Z"), ZoneId.of("Europe/Berlin")));
  }
}
