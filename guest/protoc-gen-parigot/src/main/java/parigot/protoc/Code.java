package parigot.protoc;

/** Java source while it is written: lines are indented by the braces before them. */
final class Code {
  private static final String STEP = "  ";

  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Adds lines; spaces at the start of one are kept, for the continuation of a statement. */
  Code add(String lines) {
    if (!lines.isEmpty()) {
      lines.lines().forEach(this::line);
    }
    return this;
  }

  /** An empty line between members, none at the start of a block. */
  Code gap() {
    if (!text.isEmpty() && !endsWith("{\n") && !endsWith("\n\n")) {
      text.append('\n');
    }
    return this;
  }

  /** Adds a member, an empty line before it. */
  Code member(String lines) {
    return gap().add(lines);
  }

  private boolean endsWith(String end) {
    return text.length() >= end.length()
        && text.substring(text.length() - end.length()).equals(end);
  }

  private void line(String line) {
    if (line.isBlank()) {
      text.append('\n');
      return;
    }
    boolean comment = line.startsWith("/**") || line.startsWith(" *") || line.startsWith("//");
    if (!comment && line.startsWith("}")) {
      depth--;
    }
    text.append(STEP.repeat(depth)).append(line).append('\n');
    if (!comment && line.endsWith("{")) {
      depth++;
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
