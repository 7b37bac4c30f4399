package parigot.inspect;

import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import parigot.v1.host.LogLine;

/** Gives the last lines of the log, and those that come. */
final class LogResource {
  private static final int LINES = 200;

  private final String node;
  private final RecentLines lines;

  /**
   * @param node the name of the node, or nothing
   */
  LogResource(String node, RecentLines lines) {
    this.node = node;
    this.lines = lines;
  }

  /**
   * @param query {@code guest=NAME}, {@code lines=N}, {@code follow=true}, {@code format=json}
   */
  HttpAnswer answer(Map<String, String> query) {
    if (!lines.isFed()) {
      return HttpAnswer.refusal(
          404, "The log is kept by the program that the application runs in, and not told here.");
    }
    int count;
    try {
      count = Integer.parseInt(query.getOrDefault("lines", String.valueOf(LINES)));
    } catch (NumberFormatException e) {
      return HttpAnswer.refusal(
          400, "lines must be a number, and is \"%s\".".formatted(query.get("lines")));
    }
    String guest = query.getOrDefault("guest", "");
    boolean json = query.getOrDefault("format", "").equals("json");
    boolean follow = query.getOrDefault("follow", "").equals("true");
    String type = json ? "application/x-ndjson" : "text/plain; charset=utf-8";
    return HttpAnswer.text(
        type, follow, out -> write(out, guest, Math.max(0, count), json, follow));
  }

  private void write(OutputStream out, String guest, int count, boolean json, boolean follow)
      throws IOException {
    long next = lines.next();
    for (RecentLines.Line line : lines.last(count, guest)) {
      if (line.number() < next) {
        write(out, line, json);
      }
    }
    out.flush();
    while (follow) {
      try {
        lines.await(next);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      List<RecentLines.Line> more = lines.from(next);
      for (RecentLines.Line line : more) {
        if (RecentLines.isAbout(line, guest)) {
          write(out, line, json);
        }
      }
      out.flush();
      next = more.isEmpty() ? next + 1 : more.get(more.size() - 1).number() + 1;
    }
  }

  private void write(OutputStream out, RecentLines.Line line, boolean json) throws IOException {
    RecentLines.Said said = line.said();
    String text =
        json
            ? JsonFormat.printer()
                .omittingInsignificantWhitespace()
                .alwaysPrintFieldsWithNoPresence()
                .print(
                    LogLine.newBuilder()
                        .setTime(said.time().toString())
                        .setLevel(said.level())
                        .setGuest(said.guest())
                        .addAllAbout(said.about())
                        .setTraceId(said.trace())
                        .setMessage(said.message())
                        .setNode(node))
            : said.text();
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
