package parigot.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parigot.kernel.Printable;

/** Rows of text below each other, with a line of headings. */
final class Table {
  /** What a heading begins with whose column is of numbers, and stands to the right. */
  private static final String RIGHT = ">";

  private static final int LONGEST = 200;

  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  Table(String... headings) {
    right = new boolean[headings.length];
    String[] shown = new String[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(RIGHT);
      shown[i] = right[i] ? headings[i].substring(RIGHT.length()) : headings[i];
    }
    rows.add(shown);
  }

  /** Adds a row. What guests wrote in it cannot steer the terminal. */
  void row(String... cells) {
    rows.add(Arrays.stream(cells).map(cell -> Printable.of(cell, LONGEST)).toArray(String[]::new));
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Prints a free line and the table; nothing, when it has no rows. */
  void print(PrintWriter out) {
    if (!isEmpty()) {
      out.println();
      lines().forEach(out::println);
    }
  }

  /** The lines, with the headings first. */
  List<String> lines() {
    int columns = right.length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String free = " ".repeat(widths[i] - row[i].codePointCount(0, row[i].length()));
        line.append(i == 0 ? "" : "  ");
        line.append(right[i] ? free + row[i] : row[i] + free);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
