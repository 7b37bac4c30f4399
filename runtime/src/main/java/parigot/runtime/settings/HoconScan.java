package parigot.runtime.settings;

import com.typesafe.config.ConfigUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes once through the text of a HOCON file, without calling itself, before typesafe-config parses
 * it: that one has no bounds, and takes minutes or all of its stack over what stays short as text.
 * What is no HOCON is the parser's to complain about.
 */
final class HoconScan {
  private static final String TRIPLE = "\"\"\"";
  private static final String INCLUDE = "include";

  private final String file;
  private final String text;
  private final HoconBudget budget;
  private final Deque<Frame> frames = new ArrayDeque<>();

  private int at;
  private int line = 1;
  private int depth;

  private HoconScan(String file, String text, HoconBudget budget) {
    this.file = file;
    this.text = text;
    this.budget = budget;
  }

  /**
   * Looks through a file.
   *
   * @param file what to call it in a complaint
   * @param budget what all files of a configuration may have together
   * @throws SettingsException when it has more than may be
   */
  static void scan(String file, String text, HoconBudget budget) {
    new HoconScan(file, text, budget).scan();
  }

  /** A key as it was written: how often it was, where, and what stands in its blocks. */
  private static final class Key {
    private final Key outer;
    private final String name;
    private final Map<String, Key> inner = new HashMap<>();
    private int times;
    private int timesFromOthers;
    private int plainLine;

    Key(Key outer, String name) {
      this.outer = outer;
      this.name = name;
    }

    String path() {
      ArrayDeque<String> elements = new ArrayDeque<>();
      for (Key key = this; key.outer != null; key = key.outer) {
        elements.push(key.name);
      }
      return ConfigUtil.joinPath(List.copyOf(elements));
    }
  }

  /** A block or a list that is open. */
  private static final class Frame {
    final boolean list;
    final Key key;
    final int outerDepth;
    final int depth;
    final StringBuilder name = new StringBuilder();

    /** The key whose value is being read; null while none is. */
    Key value;

    int valueLine;
    boolean valueBegun;
    boolean plain;
    boolean fromOthers;

    Frame(boolean list, Key key, int outerDepth, int depth) {
      this.list = list;
      this.key = key;
      this.outerDepth = outerDepth;
      this.depth = depth;
    }
  }

  private void scan() {
    frames.push(new Frame(false, new Key(null, ""), 0, 0));
    while (at < text.length()) {
      step(frames.peek(), text.charAt(at));
    }
    endOfEntry(frames.peek());
  }

  private void step(Frame frame, char c) {
    switch (c) {
      case '\n' -> {
        if (!isBeforeValue(frame)) {
          endOfEntry(frame);
        }
        whitespace();
      }
      case ',' -> {
        endOfEntry(frame);
        at++;
      }
      case '{', '[' -> {
        open(frame, c == '[');
        at++;
      }
      case '}', ']' -> {
        close(frame);
        at++;
      }
      case '=', ':' -> {
        beginValue(frame, false);
        at++;
      }
      case '+' -> {
        if (text.startsWith("+=", at) && !frame.list && frame.value == null) {
          beginValue(frame, true);
          at += 2;
        } else {
          take(frame, 1);
        }
      }
      case '#' -> skipLine();
      case '"' -> take(frame, quoted());
      case '$' -> {
        if (text.startsWith("${", at)) {
          substitution(frame);
        } else {
          take(frame, 1);
        }
      }
      default -> {
        if (text.startsWith("//", at)) {
          skipLine();
        } else if (!frame.list && frame.value == null && isInclude(frame)) {
          budget.include(file, line);
          at += INCLUDE.length();
        } else {
          take(frame, word());
        }
      }
    }
  }

  /** Whether the value, or what parts it from its key, may yet come after an end of line. */
  private boolean isBeforeValue(Frame frame) {
    if (frame.list) {
      return false;
    }
    return frame.value != null
        ? !frame.valueBegun
        : !frame.name.toString().isBlank() && "{=:+".indexOf(afterWhitespace(at)) >= 0;
  }

  private void whitespace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      if (text.charAt(at) == '\n') {
        line++;
      }
      at++;
    }
  }

  /** How many letters and the like, one at least, stand here. */
  private int word() {
    int end = at + 1;
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || "_-. ".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end - at;
  }

  /** Takes a part of a key or of a value. */
  private void take(Frame frame, int length) {
    String part = text.substring(at, at + length);
    if (!frame.list && frame.value == null) {
      frame.name.append(part);
    } else if (!part.isBlank()) {
      frame.valueBegun = true;
      frame.plain = true;
    }
    line += (int) part.chars().filter(c -> c == '\n').count();
    at += length;
  }

  private boolean isInclude(Frame frame) {
    int end = at + INCLUDE.length();
    return text.startsWith(INCLUDE, at)
        && frame.name.toString().isBlank()
        && end < text.length()
        && (Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '"')
        && "=:{+".indexOf(afterWhitespace(end)) < 0;
  }

  private char afterWhitespace(int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i < text.length() ? text.charAt(i) : '\n';
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /** The length of the quoted text that begins here. */
  private int quoted() {
    if (text.startsWith(TRIPLE, at)) {
      int end = text.indexOf(TRIPLE, at + TRIPLE.length());
      int stop = end < 0 ? text.length() : end + TRIPLE.length();
      while (stop < text.length() && text.charAt(stop) == '"') {
        stop++;
      }
      return stop - at;
    }
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, text.length()) - at;
  }

  private void substitution(Frame frame) {
    int end = text.indexOf('}', at);
    int stop = end < 0 ? text.length() : end + 1;
    String written = text.substring(at, stop);
    budget.substitution(file, line, written);
    budget.depth(path(written).size(), file, line);
    frame.valueBegun = true;
    frame.fromOthers = true;
    at = stop;
  }

  private void beginValue(Frame frame, boolean added) {
    if (frame.list || frame.value != null) {
      return;
    }
    Key key = frame.key;
    List<String> path = path(frame.name.toString());
    frame.name.setLength(0);
    deepen(path.size());
    for (String element : path) {
      if (!key.inner.containsKey(element)) {
        budget.key(file, line);
      }
      Key outer = key;
      key = key.inner.computeIfAbsent(element, name -> new Key(outer, name));
      if (++key.times > HoconBudget.MOST_REPETITIONS) {
        throw budget.repeated(key.path(), file, line);
      }
    }
    frame.value = key;
    frame.valueLine = line;
    frame.valueBegun = false;
    frame.plain = false;
    frame.fromOthers = added;
    if (added) {
      budget.substitution(file, line, "+=");
    }
  }

  /** The elements of a key as it is written; of one with very many, as many as are too many. */
  private static List<String> path(String written) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < written.length() && elements.size() <= HoconBudget.MOST_DEPTH; i++) {
      char c = written.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        elements.add(element.toString().strip());
        element.setLength(0);
      } else {
        element.append(c);
      }
    }
    elements.add(element.toString().strip());
    return elements;
  }

  private void open(Frame frame, boolean list) {
    if (!frame.list && frame.value == null && !frame.name.toString().isBlank()) {
      beginValue(frame, false);
    }
    boolean root = frames.size() == 1 && frame.value == null && !list;
    Key key = !list && frame.value != null ? frame.value : root ? frame.key : new Key(null, "");
    frame.valueBegun = true;
    frame.plain |= list;
    int outer = depth;
    deepen(root ? 0 : 1);
    frames.push(new Frame(list, key, outer, depth));
  }

  private void close(Frame frame) {
    endOfEntry(frame);
    if (frames.size() > 1) {
      frames.pop();
      depth = frame.outerDepth;
    }
  }

  private void deepen(int levels) {
    depth += levels;
    budget.depth(depth, file, line);
  }

  private void endOfEntry(Frame frame) {
    endOfValue(frame);
    budget.depth(depth + path(frame.name.toString()).size(), file, line);
    frame.name.setLength(0);
  }

  private void endOfValue(Frame frame) {
    Key key = frame.value;
    if (key == null) {
      return;
    }
    frame.value = null;
    depth = frame.depth;
    if (frame.fromOthers) {
      if (++key.timesFromOthers > HoconBudget.MOST_EXTENSIONS) {
        throw budget.extended(key.path(), file, frame.valueLine);
      }
    } else if (frame.plain) {
      if (key.plainLine > 0) {
        budget.setTwice(key.path(), file, key.plainLine, frame.valueLine);
      }
      key.plainLine = frame.valueLine;
    }
  }
}
