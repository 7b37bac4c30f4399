package parigot.protos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes one or more .proto files, full of {@link AdversarialNames}. The same seed gives the same.
 * Nearly all are accepted by protoc.
 */
final class RandomProto {
  private static final List<String> SCALARS =
      List.of(
          "int32",
          "int64",
          "uint32",
          "uint64",
          "sint32",
          "sint64",
          "fixed32",
          "fixed64",
          "sfixed32",
          "sfixed64",
          "float",
          "double",
          "bool",
          "string",
          "bytes");
  private static final List<String> KEYS =
      List.of("int32", "int64", "uint32", "uint64", "sint32", "fixed64", "bool", "string");
  private static final List<String> WELL_KNOWN =
      List.of(
          "google/protobuf/timestamp.proto .google.protobuf.Timestamp",
          "google/protobuf/any.proto .google.protobuf.Any",
          "google/protobuf/wrappers.proto .google.protobuf.StringValue",
          "google/protobuf/struct.proto .google.protobuf.Value",
          "google/protobuf/duration.proto .google.protobuf.Duration",
          "google/protobuf/empty.proto .google.protobuf.Empty");
  private static final List<String> JAVA_PACKAGES =
      List.of(
          "org.%s.host",
          "%s-x.api",
          "com.class.%s",
          "%s",
          "java.%s",
          "1%s",
          "%s..x",
          "%s.9a",
          "%s.String",
          "%s.enum.host",
          "value.%s",
          "in.%s.Foo",
          "String.%s",
          "%s.v1",
          "a b.%s",
          "%s.über",
          "foo.%s");
  private static final List<String> COMMENTS =
      List.of(
          "Says little.",
          "Ends */ early, {@code and} @deprecated.",
          "\\u002a/ `*/` <b>&amp;",
          "`code`\n\nand a paragraph",
          "{@link Nowhere} \\",
          "tab\t\u0001 and \u007f");
  private static final int DEEPEST = 4;

  private final Random random;
  private final AdversarialNames names;
  private final String unique;
  private final List<String> messages = new ArrayList<>();
  private final List<String> enums = new ArrayList<>();
  private final List<String> reverse = new ArrayList<>();
  private final Set<String> declared = new HashSet<>();
  private final Set<String> withErrors = new HashSet<>();
  private final List<ProtoFile> files = new ArrayList<>();

  private StringBuilder text = new StringBuilder();
  private Set<String> imports = new TreeSet<>();

  /**
   * @param unique a part of each package, so that many can be compiled in one go
   */
  RandomProto(long seed, String unique) {
    this.random = new Random(seed);
    this.names = new AdversarialNames(random);
    this.unique = unique;
  }

  List<ProtoFile> files() {
    int count = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
    String packageName = packageName();
    for (int i = 0; i < count; i++) {
      if (random.nextInt(3) == 0) {
        packageName = packageName();
      }
      file(unique + "/" + (char) ('a' + i) + ".proto", packageName);
    }
    return files;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String packageName() {
    return switch (random.nextInt(5)) {
      case 0 -> names.segment() + "." + unique + ".v1";
      case 1 -> unique + "." + names.segment();
      case 2 -> names.segment() + "." + unique + "." + names.segment();
      default -> unique + ".v1";
    };
  }

  private void file(String name, String packageName) {
    text = new StringBuilder();
    imports = new TreeSet<>();
    files.forEach(file -> imports.add(file.name()));
    StringBuilder head = new StringBuilder("syntax = \"proto3\";\npackage " + packageName + ";\n");
    if (chance(25)) {
      String javaPackage = names.pick(JAVA_PACKAGES).formatted(unique);
      head.append("option java_package = \"").append(javaPackage).append("\";\n");
    }
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      if (messages.isEmpty() || chance(75)) {
        message(packageName, 0);
      } else {
        anEnum(packageName, packageName, 0);
      }
    }
    if (chance(50)) {
      services(packageName);
    }
    imports.forEach(imported -> head.append("import \"").append(imported).append("\";\n"));
    files.add(new ProtoFile(name, head.append(text).toString()));
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private void comment(int depth) {
    if (chance(10)) {
      names.pick(COMMENTS).lines().forEach(line -> line(depth, "// " + line));
    }
  }

  /** A name that the scope does not have yet. */
  private String declare(String scope) {
    String name = names.next();
    while (!declared.add(scope + "." + name)) {
      name = names.next() + random.nextInt(10);
    }
    return name;
  }

  private void message(String scope, int depth) {
    comment(depth);
    String name = declare(scope);
    String full = scope + "." + name;
    line(depth, "message " + name + " {");
    line(depth + 1, "option deprecated_legacy_json_field_conflicts = true;");
    messages.add("." + full);
    if (depth < DEEPEST) {
      for (int i = random.nextInt(depth == 0 ? 3 : 2); i > 0; i--) {
        if (chance(60)) {
          message(full, depth + 1);
        } else {
          anEnum(full, full, depth + 1);
        }
      }
    }
    Set<Integer> numbers = new HashSet<>();
    for (int i = random.nextInt(chance(3) ? 150 : 8); i > 0; i--) {
      if (chance(12)) {
        oneof(full, depth + 1, numbers);
      } else {
        field(full, depth + 1, numbers);
      }
    }
    line(depth, "}");
  }

  private void oneof(String scope, int depth, Set<Integer> numbers) {
    comment(depth);
    line(depth, "oneof " + declare(scope) + " {");
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      line(depth + 1, type(true) + " " + fieldName(scope) + " = " + number(numbers) + ";");
    }
    line(depth, "}");
  }

  /** A map's entry type takes a name too. */
  private String fieldName(String scope) {
    String name = declare(scope);
    return name.startsWith("__") ? name + "x" + random.nextInt(1000) : name;
  }

  private void field(String scope, int depth, Set<Integer> numbers) {
    comment(depth);
    String name = fieldName(scope);
    String end = " " + name + " = " + number(numbers) + ";";
    switch (random.nextInt(5)) {
      case 0 -> line(depth, "optional " + type(true) + end);
      case 1 -> line(depth, "repeated " + type(true) + end);
      case 2 -> {
        if (declared.add(scope + "." + entryOf(name))) {
          line(depth, "map<" + names.pick(KEYS) + ", " + type(true) + ">" + end);
        } else {
          line(depth, type(true) + end);
        }
      }
      default -> line(depth, type(true) + end);
    }
  }

  private static String entryOf(String field) {
    StringBuilder entry = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < field.length(); i++) {
      char next = field.charAt(i);
      if (next == '_') {
        upper = true;
      } else {
        entry.append(upper ? Character.toUpperCase(next) : next);
        upper = false;
      }
    }
    return entry + "Entry";
  }

  private int number(Set<Integer> taken) {
    int number;
    do {
      number = chance(5) ? 20_000 + random.nextInt(536_850_911) : 1 + random.nextInt(300);
    } while (!taken.add(number));
    return number;
  }

  private String type(boolean any) {
    int kind = random.nextInt(10);
    if (any && kind < 3) {
      return names.pick(messages);
    }
    if (any && kind < 5 && !enums.isEmpty()) {
      return names.pick(enums);
    }
    return any && kind == 5 && chance(30) ? wellKnown() : names.pick(SCALARS);
  }

  private String wellKnown() {
    String[] known = names.pick(WELL_KNOWN).split(" ", -1);
    imports.add(known[0]);
    return known[1];
  }

  private String messageOfCall() {
    return chance(10) ? wellKnown() : names.pick(messages);
  }

  /**
   * @param values where its values are declared: beside it
   */
  private void anEnum(String scope, String values, int depth) {
    comment(depth);
    String name = declare(scope);
    line(depth, "enum " + name + " {");
    line(depth + 1, "option deprecated_legacy_json_field_conflicts = true;");
    boolean alias = chance(20);
    int count = 1 + random.nextInt(6);
    if (alias) {
      line(depth + 1, "option allow_alias = true;");
    }
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < count; i++) {
      comment(depth + 1);
      int number = i == 0 || (alias && chance(50)) ? 0 : 1 + random.nextInt(50);
      if (i > 0 && number != 0 && chance(20)) {
        number = -number;
      }
      if (!numbers.add(number) && !alias) {
        continue;
      }
      line(depth + 1, declare(values) + " = " + number + ";");
    }
    if (alias) {
      line(depth + 1, declare(values) + " = 0;");
    }
    line(depth, "}");
    enums.add("." + scope + "." + name);
  }

  private void services(String packageName) {
    imports.add("protosupport/v1/protosupport.proto");
    if (withErrors.add(packageName)) {
      String around = declare(packageName);
      line(0, "message " + around + " {\n  enum " + declare(packageName + "." + around) + " {");
      line(2, "option (protosupport.v1.parigot_error) = true;");
      line(
          2,
          "NoError = 0;\n    DispatchError = 1;\n    UnmarshalError = 2;\n    MarshalError = 3;");
      for (int i = random.nextInt(3); i > 0; i--) {
        line(2, "E" + i + declare(packageName + "." + around) + " = " + (3 + i) + ";");
      }
      line(1, "}\n}");
    }
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      service(packageName);
    }
  }

  private void service(String packageName) {
    comment(0);
    String name = declare(packageName);
    line(0, "service " + name + " {");
    if (!reverse.isEmpty() && chance(50)) {
      String implemented = names.pick(reverse);
      line(1, "option (protosupport.v1.implements_reverse_api) = \"" + implemented + "\";");
    } else if (chance(20)) {
      line(1, "option (protosupport.v1.is_reverse_api) = true;");
      reverse.add(packageName + "." + name);
    }
    String scope = packageName + "." + name;
    for (int i = random.nextInt(chance(5) ? 60 : 6); i > 0; i--) {
      comment(1);
      String method = declare(scope);
      String end =
          chance(4)
              ? " { option (protosupport.v1.host_func_name) = \"%s\"; }"
                  .formatted(names.pick(List.of("a\\\"b", "GetURL", "GetUrl", "x y", "ok")))
              : ";";
      line(1, "rpc %s(%s) returns (%s)%s".formatted(method, messageOfCall(), messageOfCall(), end));
    }
    line(0, "}");
  }

  @Override
  public String toString() {
    return unique.toLowerCase(Locale.ROOT);
  }
}
