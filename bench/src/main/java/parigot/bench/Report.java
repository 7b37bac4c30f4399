package parigot.bench;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints results for a person, and keeps them for a program. */
final class Report {
  private Report() {}

  /** A table: what was measured, the value, its range, and the first one's ratio to it. */
  static String table(Result result) {
    StringBuilder table = new StringBuilder();
    table.append(result.name()).append(": ").append(result.about()).append('\n');
    for (Line line : result.lines()) {
      table.append(
          String.format(
              Locale.ROOT,
              "  %-46s %14s   %-27s %s%n",
              line.subject(),
              line.unit().print(line.value()),
              line.low() == line.high()
                  ? ""
                  : "%s to %s".formatted(print(line, line.low()), print(line, line.high())),
              line.ratio().isPresent() ? ratio(line.ratio().getAsDouble()) : ""));
      if (!line.note().isEmpty()) {
        table.append("      ").append(line.note()).append('\n');
      }
    }
    if (!result.missing().isEmpty()) {
      table.append("  Not measured. ").append(result.missing()).append('\n');
    }
    return table.toString();
  }

  private static String print(Line line, double value) {
    return line.unit().print(value);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 0.1 ? "%.4f ×" : "%.2f ×", ratio);
  }

  /** Writes everything as JSON. */
  static void write(Path file, Machine machine, Effort effort, List<Result> results)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    all.put("machine", machine.asMap());
    all.put("quick", effort.isQuick());
    all.put("results", results.stream().map(Report::asMap).toList());
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    Files.writeString(
        file,
        ConfigValueFactory.fromMap(all)
            .render(ConfigRenderOptions.concise().setFormatted(true).setJson(true)));
  }

  private static Map<String, Object> asMap(Result result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", result.name());
    map.put("about", result.about());
    if (!result.missing().isEmpty()) {
      map.put("missing", result.missing());
    }
    map.put("lines", result.lines().stream().map(Report::asMap).toList());
    return map;
  }

  private static Map<String, Object> asMap(Line line) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("subject", line.subject());
    map.put("unit", line.unit().symbol());
    map.put("value", line.value());
    map.put("low", line.low());
    map.put("high", line.high());
    line.ratio().ifPresent(ratio -> map.put("ratio", ratio));
    if (!line.note().isEmpty()) {
      map.put("note", line.note());
    }
    return map;
  }
}
