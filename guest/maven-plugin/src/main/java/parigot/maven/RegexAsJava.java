package parigot.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Methods of regular expressions, compiled into guests in place of TeaVM's. */
final class RegexAsJava {
  private RegexAsJava() {}

  /** What Java checks first. */
  static final class GuardsOfPattern {
    private static final int ALL_FLAGS = 0x1FF;

    private GuardsOfPattern() {}

    static void compile(String pattern, int flags) {
      if ((flags & ~ALL_FLAGS) != 0) {
        throw new IllegalArgumentException("Unknown flag 0x".concat(Integer.toHexString(flags)));
      }
    }
  }

  /** What Java checks first. */
  static final class GuardsOfMatcher {
    private GuardsOfMatcher() {}

    static void replaceFirst(Matcher self, String replacement) {
      Objects.requireNonNull(replacement, "replacement");
    }
  }

  static final class OfPattern {
    private OfPattern() {}

    public String[] split(CharSequence input) {
      return split(input, 0);
    }

    public String[] split(CharSequence input, int limit) {
      List<String> parts = new ArrayList<>();
      Matcher matcher = ((Pattern) (Object) this).matcher(input);
      int from = 0;
      while ((limit <= 0 || parts.size() < limit - 1) && matcher.find()) {
        boolean isBeforeTheFirst = matcher.end() == 0;
        if (!isBeforeTheFirst) {
          parts.add(input.subSequence(from, matcher.start()).toString());
          from = matcher.end();
        }
      }
      if (from == 0) {
        return new String[] {input.toString()};
      }
      parts.add(input.subSequence(from, input.length()).toString());
      int size = parts.size();
      while (limit == 0 && size > 0 && parts.get(size - 1).isEmpty()) {
        size--;
      }
      String[] all = new String[size];
      for (int i = 0; i < size; i++) {
        all[i] = parts.get(i);
      }
      return all;
    }
  }

  static final class OfMatcher {
    private OfMatcher() {}

    private Matcher self() {
      return (Matcher) (Object) this;
    }

    @Override
    public String toString() {
      String last = "";
      try {
        last = self().group();
      } catch (IllegalStateException e) {
        // Nothing was found yet, or nothing more.
      }
      return "java.util.regex.Matcher[pattern="
          .concat(self().pattern().toString())
          .concat(" region=")
          .concat(Integer.toString(self().regionStart()))
          .concat(",")
          .concat(Integer.toString(self().regionEnd()))
          .concat(" lastmatch=")
          .concat(last)
          .concat("]");
    }

    @SuppressWarnings("UnusedMethod") // TeaVM's methods call it.
    private String processReplacement(String replacement) {
      // Where nothing was found, this asks for its start in vain, and throws.
      StringBuilder made = new StringBuilder(self().start() < 0 ? 0 : replacement.length());
      int at = 0;
      while (at < replacement.length()) {
        char next = replacement.charAt(at++);
        if (next == '\\') {
          if (at == replacement.length()) {
            throw new IllegalArgumentException("character to be escaped is missing");
          }
          made.append(replacement.charAt(at++));
        } else if (next == '$') {
          at = appendGroup(made, replacement, at);
        } else {
          made.append(next);
        }
      }
      return made.toString();
    }

    /** Of as many digits as there are groups for; tells where the reference ends. */
    private int appendGroup(StringBuilder made, String replacement, int from) {
      int group = from < replacement.length() ? digit(replacement.charAt(from)) : -1;
      if (group < 0) {
        throw new IllegalArgumentException("Illegal group reference");
      }
      if (group > self().groupCount()) {
        throw new IndexOutOfBoundsException("No group ".concat(Integer.toString(group)));
      }
      int at = from + 1;
      while (at < replacement.length()) {
        int digit = digit(replacement.charAt(at));
        if (digit < 0 || group * 10 + digit > self().groupCount()) {
          break;
        }
        group = group * 10 + digit;
        at++;
      }
      String found = self().group(group);
      made.append(found == null ? "" : found);
      return at;
    }

    private static int digit(char character) {
      return character >= '0' && character <= '9' ? character - '0' : -1;
    }
  }
}
