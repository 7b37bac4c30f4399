package parigot.guest.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pattern of paths. Of two that match one path, the lesser says more of it. */
final class PathPattern implements Comparable<PathPattern> {
  private static final String REST = "...";

  private final String text;
  private final List<Part> parts = new ArrayList<>();

  /** One part: a name for what stands there, or what must stand there. */
  private record Part(Kind kind, String text) {
    enum Kind {
      LITERAL,
      NAME,
      REST
    }
  }

  private PathPattern(String text) {
    this.text = text;
  }

  static PathPattern of(String text) {
    PathPattern pattern = new PathPattern(text);
    if (!text.startsWith("/")) {
      throw pattern.wrong("begins with no /");
    }
    List<String> written = Url.split(text.substring(1), '/');
    for (int i = 0; i < written.size(); i++) {
      pattern.add(written.get(i), i == written.size() - 1);
    }
    return pattern;
  }

  private void add(String part, boolean last) {
    boolean inBraces = part.length() > 2 && part.startsWith("{") && part.endsWith("}");
    if (!inBraces) {
      if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
        throw wrong("has braces that are not around a whole part");
      }
      parts.add(new Part(Part.Kind.LITERAL, part));
      return;
    }
    String name = part.substring(1, part.length() - 1);
    boolean rest = name.endsWith(REST);
    if (rest && !last) {
      throw wrong("has " + part + " before its end");
    }
    name = rest ? name.substring(0, name.length() - REST.length()) : name;
    for (Part other : parts) {
      if (other.kind != Part.Kind.LITERAL && other.text.equals(name)) {
        throw wrong("has " + name + " twice");
      }
    }
    parts.add(new Part(rest ? Part.Kind.REST : Part.Kind.NAME, name));
  }

  private IllegalArgumentException wrong(String how) {
    return new IllegalArgumentException("the pattern " + text + " " + how);
  }

  /** The parameters of a path that it matches. */
  Optional<Map<String, String>> match(List<String> path) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (i >= path.size()) {
        return Optional.empty();
      }
      switch (part.kind) {
        case LITERAL -> {
          if (!part.text.equals(path.get(i))) {
            return Optional.empty();
          }
        }
        case NAME -> {
          if (path.get(i).isEmpty()) {
            return Optional.empty();
          }
          parameters.put(part.text, path.get(i));
        }
        default -> {
          parameters.put(part.text, String.join("/", path.subList(i, path.size())));
          return Optional.of(parameters);
        }
      }
    }
    return path.size() == parts.size() ? Optional.of(parameters) : Optional.empty();
  }

  @Override
  public int compareTo(PathPattern other) {
    for (int i = 0; i < Math.min(parts.size(), other.parts.size()); i++) {
      Part one = parts.get(i);
      Part two = other.parts.get(i);
      int kinds = one.kind.compareTo(two.kind);
      if (kinds != 0) {
        return kinds;
      }
      int texts = one.kind == Part.Kind.LITERAL ? one.text.compareTo(two.text) : 0;
      if (texts != 0) {
        return texts;
      }
    }
    return Integer.compare(parts.size(), other.parts.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
