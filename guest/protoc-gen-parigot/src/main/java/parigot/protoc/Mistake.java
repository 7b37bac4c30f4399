package parigot.protoc;

import java.util.Comparator;

/** Something in a .proto that no code can be generated for. */
final class Mistake extends Exception {
  /** In the order in which a reader meets them. */
  static final Comparator<Mistake> BY_PLACE =
      Comparator.comparing((Mistake mistake) -> mistake.file)
          .thenComparing(mistake -> mistake.line)
          .thenComparing(mistake -> mistake.column);

  private static final long serialVersionUID = 1L;

  private final String file;
  private final int line;
  private final int column;

  /** The message reads as protoc's own do: {@code file:line:column: what is wrong}. */
  Mistake(String file, int line, int column, String problem) {
    super(file + ":" + line + ":" + column + ": " + problem);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}
