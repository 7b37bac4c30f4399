package parigot.protoc;

import java.util.HashMap;
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
  private final Set<String> nested;
  private final Set<String> neighbours;
  private final Map<String, String> imported = new HashMap<>();

  /**
   * @param own the class of the file
   * @param nested the simple names of all classes inside it
   * @param neighbours the simple names of the other classes of its package
   */
  Scope(JavaType own, Set<String> nested, Set<String> neighbours) {
    this.own = own;
    this.nested = nested;
    this.neighbours = neighbours;
  }

  /** How the file calls a class. */
  String name(JavaType type) {
    String outermost = type.outermost();
    if (type.packageName().equals(own.packageName())) {
      boolean hidden = nested.contains(outermost);
      return hidden ? type.qualifiedName() : type.path();
    }
    boolean lang = type.packageName().equals("java.lang");
    if (taken(outermost) || (!lang && LANG.contains(outermost))) {
      return type.qualifiedName();
    }
    if (lang) {
      return type.path();
    }
    String imports = type.packageName() + "." + outermost;
    String before = imported.putIfAbsent(outermost, imports);
    return before == null || before.equals(imports) ? type.path() : type.qualifiedName();
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
