package parigot.protoc;

import java.util.ArrayList;
import java.util.List;

/** A class by name: its package, and its simple name behind those of the classes around it. */
record JavaType(String packageName, List<String> names) {
  JavaType {
    names = List.copyOf(names);
  }

  static JavaType of(String packageName, String name) {
    return new JavaType(packageName, List.of(name));
  }

  JavaType nested(String name) {
    List<String> inner = new ArrayList<>(names);
    inner.add(name);
    return new JavaType(packageName, inner);
  }

  JavaType beside(String name) {
    List<String> other = new ArrayList<>(names.subList(0, names.size() - 1));
    other.add(name);
    return new JavaType(packageName, other);
  }

  String outermost() {
    return names.get(0);
  }

  String simpleName() {
    return names.get(names.size() - 1);
  }

  /** The name within its package. */
  String path() {
    return String.join(".", names);
  }

  String qualifiedName() {
    return packageName.isEmpty() ? path() : packageName + "." + path();
  }

  String file() {
    return packageName.replace('.', '/') + "/" + outermost() + ".java";
  }
}
