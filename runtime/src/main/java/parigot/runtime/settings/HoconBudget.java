package parigot.runtime.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much HOCON the files of one configuration may hold together, and what was noticed in them. A
 * configuration of some thousand guests is far below all of this; what is above it takes
 * typesafe-config minutes, or all of its stack.
 */
final class HoconBudget {
  static final long MOST_BYTES = 4 << 20;
  static final int MOST_EXTENSIONS = 100;
  static final int MOST_REPETITIONS = 5_000;
  static final int MOST_DEPTH = 100;
  private static final int MOST_KEYS = 200_000;
  private static final int MOST_SUBSTITUTIONS = 10_000;
  private static final int MOST_INCLUDES = 1_000;

  private static final int MOST_NESTED_INCLUDES = 20;

  /** So many keys that are set twice are told; the others are counted. */
  private static final int MOST_TOLD = 20;

  private static final Pattern NODE = Pattern.compile("parigot\\.nodes\\.([^.]+)\\.(host|port)");

  private final List<String> warnings = new ArrayList<>();
  private final Set<String> substituted = new TreeSet<>();
  private final Map<String, String> nodesSetTwice = new TreeMap<>();
  private Optional<String> twoNodes = Optional.empty();
  private long bytes;
  private int keys;
  private int substitutions;
  private int includes;
  private int nestedIncludes;
  private int notTold;

  void bytes(long size, String file) {
    if (size > MOST_BYTES) {
      throw new SettingsException(
          "The configuration file %s has %,d bytes, and may have at most %,d."
              .formatted(file, size, MOST_BYTES));
    }
    bytes += size;
    if (bytes > MOST_BYTES) {
      throw new SettingsException(
          "%s: with this file the configuration's files have %,d bytes, included ones each time, and may have at most %,d together."
              .formatted(file, bytes, MOST_BYTES));
    }
  }

  void depth(int depth, String file, int line) {
    if (depth > MOST_DEPTH) {
      throw tooMuch(file, line, "blocks, lists and dotted keys may be nested %,d deep", MOST_DEPTH);
    }
  }

  void key(String file, int line) {
    if (++keys > MOST_KEYS) {
      throw tooMuch(file, line, "a configuration may have %,d keys", MOST_KEYS);
    }
  }

  void include(String file, int line) {
    if (++includes > MOST_INCLUDES) {
      throw tooMuch(file, line, "a configuration may have %,d includes", MOST_INCLUDES);
    }
  }

  /** Begins an include, which is over with {@link #included}. */
  void including(String what) {
    if (++nestedIncludes > MOST_NESTED_INCLUDES) {
      throw new SettingsException(
          "%s: files may be included %,d deep, and this one is included deeper; do they include each other?"
              .formatted(what, MOST_NESTED_INCLUDES));
    }
  }

  void included() {
    nestedIncludes--;
  }

  /** Counts a substitution, or a {@code +=}, which is one too. */
  void substitution(String file, int line, String written) {
    if (++substitutions > MOST_SUBSTITUTIONS) {
      throw tooMuch(
          file,
          line,
          "a configuration may have %,d substitutions and additions (${…}, +=)",
          MOST_SUBSTITUTIONS);
    }
    substituted.add(written.replaceAll("[${}?]", "").strip());
  }

  /** The complaint that a key was given too many values that are made from others. */
  SettingsException extended(String path, String file, int line) {
    return tooMuch(
        file,
        line,
        path + " may be added to or set from substitutions %,d times; write its value at once",
        MOST_EXTENSIONS);
  }

  /** The complaint that a key was written too often. */
  SettingsException repeated(String path, String file, int line) {
    return tooMuch(
        file,
        line,
        path + " may be written %,d times in a file; put what it holds into one block",
        MOST_REPETITIONS);
  }

  private static SettingsException tooMuch(String file, int line, String rule, int most) {
    return new SettingsException(
        "%s:%d: %s, and here is one more.".formatted(file, line, rule.formatted(most)));
  }

  /** Notes that a value takes the place of another that the same file gives the same key. */
  void setTwice(String path, String file, int first, int second) {
    Matcher node = NODE.matcher(path);
    // An address alone may be set anew on purpose.
    if (node.matches()
        && !node.group(2).equals(nodesSetTwice.getOrDefault(node.group(1), node.group(2)))
        && twoNodes.isEmpty()) {
      twoNodes =
          Optional.of(
              "%s:%d: the node %s stands in line %d already, and each node has a name of its own."
                  .formatted(file, second, node.group(1), first));
    }
    if (node.matches()) {
      nodesSetTwice.put(node.group(1), node.group(2));
    }
    if (warnings.size() == MOST_TOLD) {
      notTold++;
      return;
    }
    warnings.add(
        "%s:%d: %s was set in line %d already; what stands here counts."
            .formatted(file, second, path, first));
  }

  /**
   * Two nodes of a placement that have one name: the second would silently take the place of the
   * first.
   *
   * @throws SettingsException when there are any
   */
  void rejectTwoNodesOfOneName() {
    if (twoNodes.isPresent()) {
      throw new SettingsException(twoNodes.get());
    }
  }

  /** What an operator should know about the files. */
  List<String> warnings() {
    List<String> result = new ArrayList<>(warnings);
    if (notTold > 0) {
      result.add("%,d more keys are set twice.".formatted(notTold));
    }
    return result;
  }

  /** Whether the value of this name is used in a file. */
  boolean isUsed(String name) {
    return substituted.contains(name);
  }
}
