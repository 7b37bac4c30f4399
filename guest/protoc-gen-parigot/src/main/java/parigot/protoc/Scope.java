package parigot.protoc;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of classes in one Java file: a class is imported and called by its simple name unless
 * that would mean another class here, as a message called String does.
 */
final class Scope {
  private static final Set<String> LANG =
      Set.of(
          "Boolean",
          "Deprecated",
          "Double",
          "Float",
          "IllegalArgumentException",
          "Integer",
          "Iterable",
          "Long",
          "Object",
          "Override",
          "String",
          "SuppressWarnings",
          "Void");

  private final JavaType own;
  private final List<String> nested;
  private final Set<String> neighbours;
  private final Set<String> roots;
  private final Map<String, String> imported = new HashMap<>();

  /**
   * @param own the class of the file
   * @param nested the simple names of all classes inside it
   * @param neighbours the simple names of the other classes of its package
   * @param roots names that no variable may have, as packages begin with them
   */
  Scope(JavaType own, List<String> nested, Set<String> neighbours, Set<String> roots) {
    this.own = own;
    this.nested = nested;
    this.neighbours = neighbours;
    this.roots = new TreeSet<>(roots);
  }

  /** How the file calls a class. */
  String name(JavaType type) {
    String outermost = type.outermost();
    if (type.packageName().equals(own.packageName())) {
      boolean inside = outermost.equals(own.outermost()) && type.names().size() == 2;
      if (inside && Collections.frequency(nested, type.simpleName()) == 1) {
        return type.simpleName();
      }
      return nested.contains(outermost) ? qualified(type) : type.path();
    }
    boolean lang = type.packageName().equals("java.lang");
    if (taken(outermost) || (!lang && LANG.contains(outermost))) {
      return qualified(type);
    }
    if (lang) {
      return type.path();
    }
    String imports = type.packageName() + "." + outermost;
    String before = imported.putIfAbsent(outermost, imports);
    return before == null || before.equals(imports) ? type.path() : qualified(type);
  }

  private String qualified(JavaType type) {
    roots.add(type.packageName().split("\\.", -1)[0]);
    return type.qualifiedName();
  }

  /** What the packages of the classes begin with that are called by their full names. */
  Set<String> roots() {
    return roots;
  }

  private boolean taken(String simpleName) {
    return nested.contains(simpleName)
        || neighbours.contains(simpleName)
        || own.outermost().equals(simpleName);
  }

  /** A class of {@code java.lang}. */
  String lang(String simpleName) {
    return name(JavaType.of("java.lang", simpleName));
  }

  /** A class of {@code java.util}. */
  String util(String simpleName) {
    return name(JavaType.of("java.util", simpleName));
  }

  /** A class of the message runtime. */
  String runtime(String simpleName) {
    return name(JavaType.of("parigot.message", simpleName));
  }

  /** A class of the guest SDK. */
  String sdk(String simpleName) {
    return name(JavaType.of("parigot.guest", simpleName));
  }

  /** The import statements for all that was named. */
  String imports() {
    StringBuilder text = new StringBuilder();
    for (String name : new TreeSet<>(imported.values())) {
      text.append("import ").append(name).append(";\n");
    }
    return text.toString();
  }
}
