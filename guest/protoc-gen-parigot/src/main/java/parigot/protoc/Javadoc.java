package parigot.protoc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes javadoc of a comment in a .proto. */
final class Javadoc {
  private static final Pattern CODE = Pattern.compile("`([^`{}@\\\\]+)`");
  private static final int WIDTH = 100;

  private Javadoc() {}

  /** The comment, or nothing for none. */
  static String of(String comment) {
    List<String> lines = new ArrayList<>();
    boolean paragraph = false;
    for (String line : comment.strip().lines().toList()) {
      String text = line.strip();
      if (text.isEmpty()) {
        paragraph = !lines.isEmpty();
        continue;
      }
      if (paragraph) {
        lines.add("");
        text = "\u0000" + text;
        paragraph = false;
      }
      lines.add(escaped(text).replace("\u0000", "<p>"));
    }
    if (lines.isEmpty()) {
      return "";
    }
    if (lines.size() == 1 && lines.get(0).length() < WIDTH - 10) {
      return "/** " + lines.get(0) + " */\n";
    }
    StringBuilder text = new StringBuilder("/**\n");
    lines.forEach(line -> text.append((" * " + line).stripTrailing()).append('\n'));
    return text.append(" */\n").toString();
  }

  private static String escaped(String line) {
    StringBuilder text = new StringBuilder();
    Matcher code = CODE.matcher(line);
    int end = 0;
    while (code.find()) {
      html(line.substring(end, code.start()), text);
      // Within {@code} all is shown as it stands, but the comment's end would still end the
      // comment.
      if (code.group(1).contains("*/")) {
        html(code.group(), text);
      } else {
        text.append("{@code ").append(code.group(1)).append('}');
      }
      end = code.end();
    }
    html(line.substring(end), text);
    return text.toString();
  }

  private static void html(String plain, StringBuilder text) {
    for (int i = 0; i < plain.length(); i++) {
      char next = plain.charAt(i);
      switch (next) {
        case '&' -> text.append("&amp;");
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '@' -> text.append("&#64;");
        case '{' -> text.append("&#123;");
        case '}' -> text.append("&#125;");
        // The compiler reads \\u in a comment too.
        case '\\' -> text.append("&#92;");
        case '/' -> text.append(i > 0 && plain.charAt(i - 1) == '*' ? "&#47;" : "/");
        case '*' ->
            text.append(i + 1 < plain.length() && plain.charAt(i + 1) == '/' ? "&#42;" : "*");
        default -> text.append(next);
      }
    }
  }
}
