package parigot.record;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import parigot.kernel.Printable;

/** Draws what guests said to each other as a sequence diagram. */
public final class SequenceDiagram {
  private static final int LONGEST = 60;
  private static final int LANE = 220;
  private static final int ROW = 34;
  private static final int TOP = 70;

  private final List<Step> steps;
  private final List<String> lanes;

  /**
   * @param steps what happened, in its order
   */
  public SequenceDiagram(List<Step> steps) {
    this.steps = List.copyOf(steps);
    Set<String> who = new LinkedHashSet<>();
    for (Step step : steps) {
      who.add(step.from());
      if (!step.to().isEmpty()) {
        who.add(step.to());
      }
    }
    lanes = new ArrayList<>(who);
  }

  private static String label(Step step) {
    String text = step.message().isEmpty() ? step.what() : step.what() + " " + step.message();
    return Printable.of(text, LONGEST);
  }

  /** In the language of Mermaid. */
  public String mermaid() {
    StringBuilder out = new StringBuilder("sequenceDiagram\n");
    for (int i = 0; i < lanes.size(); i++) {
      out.append("  participant g%d as %s%n".formatted(i, mermaid(lanes.get(i))));
    }
    for (Step step : steps) {
      int from = lanes.indexOf(step.from());
      String text = mermaid(label(step));
      if (step.to().isEmpty()) {
        out.append("  Note over g%d: %s%n".formatted(from, text));
      } else {
        String arrow =
            switch (step.kind()) {
              case ANSWER -> "-->>";
              case ERROR -> "--x";
              case CALL, PLUGIN, LINE, LIFE -> "->>";
            };
        out.append("  g%d%sg%d: %s%n".formatted(from, arrow, lanes.indexOf(step.to()), text));
      }
    }
    return out.toString();
  }

  /** What would end a line or begin something else in Mermaid is written as an entity. */
  private static String mermaid(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if ("#;<>".indexOf(c) >= 0) {
                safe.append('#').append(c).append(';');
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** As a picture in SVG. */
  public String svg() {
    int height = TOP + ROW * (steps.size() + 1);
    StringBuilder out =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
            <defs><marker id="arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>
            <rect width="100%%" height="100%%" fill="white"/>
            """
                .formatted(LANE * lanes.size(), height));
    for (int lane = 0; lane < lanes.size(); lane++) {
      out.append(
          """
          <text x="%d" y="30" text-anchor="middle" font-weight="bold">%s</text>
          <line x1="%1$d" y1="42" x2="%1$d" y2="%3$d" stroke="silver"/>
          """
              .formatted(middle(lane), xml(lanes.get(lane)), height));
    }
    for (int i = 0; i < steps.size(); i++) {
      append(out, steps.get(i), TOP + ROW * i);
    }
    return out.append("</svg>\n").toString();
  }

  private static int middle(int lane) {
    return LANE * lane + LANE / 2;
  }

  private void append(StringBuilder out, Step step, int y) {
    int from = middle(lanes.indexOf(step.from()));
    if (step.to().isEmpty()) {
      out.append(
          """
          <text x="%d" y="%d" text-anchor="middle" fill="dimgray" font-style="italic">%s</text>
          """
              .formatted(from, y, xml(label(step))));
      return;
    }
    int to = middle(lanes.indexOf(step.to()));
    String dashes =
        step.kind() == Step.Kind.ANSWER || step.kind() == Step.Kind.ERROR
            ? " stroke-dasharray=\"5 3\""
            : "";
    String colour = step.kind() == Step.Kind.ERROR ? "crimson" : "black";
    out.append(
        """
        <text x="%d" y="%d" text-anchor="middle" fill="%s">%s</text>
        <line x1="%d" y1="%d" x2="%d" y2="%6$d" stroke="%3$s"%s marker-end="url(#arrow)"/>
        """
            .formatted((from + to) / 2, y - 5, colour, xml(label(step)), from, y, to, dashes));
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
