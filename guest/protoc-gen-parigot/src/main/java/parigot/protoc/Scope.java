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
  private static final String LANG_PACKAGE = "java.lang";

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

  /** Variables of the code of messages: an expression that begins so means them. */
  static final Set<String> MESSAGE_VARIABLES =
      Set.of(
          "builder",
          "bytes",
          "defaultValue",
          "entries",
          "in",
          "index",
          "key",
          "message",
          "number",
          "other",
          "out",
          "prototype",
          "tag",
          "that",
          "unknownFields",
          "value",
          "values");

  /** Variables and constants of the code of services. */
  static final Set<String> SERVICE_VARIABLES =
      Set.of("NAME", "guest", "implementation", "remote", "request", "service");

  private final JavaType own;
  private final List<String> nested;
  private final Set<String> neighbours;
  private final Set<String> variables;
  private final Set<String> heads;
  private final Set<String> roots = new TreeSet<>();
  private final Map<String, String> imported = new HashMap<>();

  /**
   * @param own the class of the file
   * @param nested the simple names of all classes inside it
   * @param neighbours the simple names of the other classes of its package
   * @param variables what the code's own variables are called
   * @param heads names that no variable may have, as those of classes begin with them
   */
  Scope(
      JavaType own,
      List<String> nested,
      Set<String> neighbours,
      Set<String> variables,
      Set<String> heads) {
    this.own = own;
    this.nested = nested;
    this.neighbours = neighbours;
    this.variables = variables;
    this.heads = new TreeSet<>(heads);
  }

  /** How the file calls a class. */
  String name(JavaType type) {
    String name = written(type);
    heads.add(name.split("\\.", -1)[0]);
    return name;
  }

  /** A class inside the one that is written, by its simple name. */
  String inner(String simpleName) {
    heads.add(simpleName);
    return simpleName;
  }

  private String written(JavaType type) {
    String outermost = type.outermost();
    if (type.packageName().equals(own.packageName())) {
      boolean inside = outermost.equals(own.outermost()) && type.names().size() == 2;
      if (inside && Collections.frequency(nested, type.simpleName()) == 1) {
        return variables.contains(type.simpleName()) ? qualified(type) : type.simpleName();
      }
      return nested.contains(outermost) || variables.contains(outermost)
          ? qualified(type)
          : type.path();
    }
    boolean lang = type.packageName().equals(LANG_PACKAGE);
    if (taken(outermost) || variables.contains(outermost) || (!lang && LANG.contains(outermost))) {
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

  /** What the names of the file begin with: no variable may be called so. */
  Set<String> heads() {
    return heads;
  }

  /**
   * What packages begin with that the file has to name in full, and that mean something else in it.
   */
  Set<String> hiddenRoots() {
    Set<String> hidden = new TreeSet<>();
    for (String root : roots) {
      if (taken(root) || imported.containsKey(root) || variables.contains(root) || isOfLang(root)) {
        hidden.add(root);
      }
    }
    return hidden;
  }

  private static boolean isOfLang(String simpleName) {
    return Object.class.getResource(simpleName + ".class") != null;
  }

  private boolean taken(String simpleName) {
    return nested.contains(simpleName)
        || neighbours.contains(simpleName)
        || own.outermost().equals(simpleName);
  }

  /** A class of {@code java.lang}. */
  String lang(String simpleName) {
    return name(JavaType.of(LANG_PACKAGE, simpleName));
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
