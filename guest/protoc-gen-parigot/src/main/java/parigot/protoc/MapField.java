package parigot.protoc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** A map field, to an enum's numbers where its values are of an enum. */
final class MapField implements Field, Part {
  private final FieldDescriptor field;
  private final Scope scope;
  private final String doc;
  private final String name;
  private final String capital;
  private final ValueType keys;
  private final ValueType values;
  private final String fieldMap;
  private final String map;
  private final String anEnum;

  MapField(FieldDescriptor field, FieldNames names, Scope scope, Sources sources) {
    this.field = field;
    this.scope = scope;
    doc = Javadoc.of(sources.comment(field));
    name = names.variable(field);
    capital = names.capital(field);
    keys = ValueType.of(field.getMessageType().findFieldByNumber(1), scope);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    values = ValueType.of(value, scope);
    anEnum =
        value.getType() == FieldDescriptor.Type.ENUM
            ? scope.name(JavaNames.of(value.getEnumType()))
            : "";
    map = "%s<%s, %s>".formatted(scope.util("Map"), keys.boxed(), values.boxed());
    fieldMap = scope.runtime("FieldMap");
  }

  @Override
  public FieldDescriptor descriptor() {
    return field;
  }

  private boolean isEnum() {
    return !anEnum.isEmpty();
  }

  @Override
  public void declare(Code code, String modifiers) {
    code.add("%s%s<%s, %s> %s;".formatted(modifiers, fieldMap, keys.boxed(), values.boxed(), name));
  }

  @Override
  public void copyFromBuilder(Code code) {
    code.add("%s = builder.%s.build();".formatted(name, name));
  }

  @Override
  public void getters(Code code) {
    getters(code, name);
  }

  private void getters(Code code, String entries) {
    maps(code, entries);
    String key = keys.javaType() + " key";
    String value = isEnum() ? anEnum : values.javaType();
    String found = "%s.get(key)".formatted(name);
    code.member("public int get%sCount() {\nreturn %s.size();\n}".formatted(capital, name));
    code.member("public boolean contains%s(%s) {".formatted(capital, key));
    code.add("return %s.containsKey(key);\n}".formatted(name));
    code.member(
        "public %s get%sOrDefault(%s, %s defaultValue) {".formatted(value, capital, key, value));
    code.add(
        isEnum()
            ? "return contains%s(key) ? %s.forNumber(%s) : defaultValue;\n}"
                .formatted(capital, anEnum, found)
            : "return contains%s(key) ? %s : defaultValue;\n}".formatted(capital, found));
    code.member("/** @throws IllegalArgumentException when there is no such key */");
    code.add("public %s get%sOrThrow(%s) {".formatted(value, capital, key));
    String valueOfKey = "%s.getOrThrow(key)".formatted(name);
    code.add(
        "return %s;\n}"
            .formatted(isEnum() ? "%s.forNumber(%s)".formatted(anEnum, valueOfKey) : valueOfKey));
  }

  private void maps(Code code, String entries) {
    if (!isEnum()) {
      code.member(doc + "public %s get%sMap() {\nreturn %s;\n}".formatted(map, capital, entries));
      return;
    }
    String constants = "%s<%s, %s>".formatted(scope.util("Map"), keys.boxed(), anEnum);
    code.member(doc + "public %s get%sMap() {".formatted(constants, capital));
    code.add("%s entries = new %s<>();".formatted(constants, scope.util("LinkedHashMap")));
    code.add(
        "%s.forEach((key, number) -> entries.put(key, %s.forNumber(number)));"
            .formatted(entries, anEnum));
    code.add("return %s.unmodifiableMap(entries);\n}".formatted(scope.util("Collections")));
    code.member("public %s get%sValueMap() {\nreturn %s;\n}".formatted(map, capital, entries));
  }

  @Override
  public List<String> isEqual() {
    return List.of("%s.equals(that.%s)".formatted(name, name));
  }

  @Override
  public List<String> hashed() {
    return List.of(name);
  }

  @Override
  public List<String> text() {
    String text = scope.runtime("MessageText");
    String entries = isEnum() ? "%s.named(get%sMap(), %s)".formatted(text, capital, name) : name;
    if (ValueType.isUnsigned(field.getMessageType().findFieldByNumber(1))) {
      entries = "%s.unsignedKeys(%s)".formatted(text, entries);
    }
    if (ValueType.isUnsigned(field.getMessageType().findFieldByNumber(2))) {
      entries = "%s.unsignedValues(%s)".formatted(text, entries);
    }
    return List.of(".map(\"%s\", %s)".formatted(field.getName(), entries));
  }

  @Override
  public void declareInBuilder(Code code) {
    code.add(
        "private %s<%s, %s> %s = %s.empty();"
            .formatted(fieldMap, keys.boxed(), values.boxed(), name, fieldMap));
  }

  @Override
  public void copyFromMessage(Code code) {
    code.add("%s = message.%s;".formatted(name, name));
  }

  @Override
  public void builderMethods(Code code) {
    getters(code, name + ".build()");
    String key = keys.javaType() + " key";
    if (isEnum()) {
      String number = scope.runtime("MessageEnum") + ".numberOf(value)";
      mutator(
          code,
          doc,
          "put" + capital + "(" + key + ", " + anEnum + " value)",
          "with(key, " + number + ")");
      mutator(code, "", "put" + capital + "Value(" + key + ", int value)", "with(key, value)");
      String constants = "%s<%s, %s>".formatted(scope.util("Map"), keys.boxed(), anEnum);
      code.member("public Builder putAll%s(%s entries) {".formatted(capital, constants));
      code.add("entries.forEach(this::put%s);\nreturn this;\n}".formatted(capital));
    } else {
      String value = values.javaType() + " value";
      mutator(code, doc, "put" + capital + "(" + key + ", " + value + ")", "with(key, value)");
      mutator(code, "", "putAll" + capital + "(" + map + " entries)", "withAll(entries)");
    }
    mutator(code, "", "remove" + capital + "(" + key + ")", "without(key)");
    code.member("public Builder clear%s() {".formatted(capital));
    code.add("%s = %s.empty();\nreturn this;\n}".formatted(name, fieldMap));
  }

  private void mutator(Code code, String doc, String signature, String call) {
    code.member(doc + "public Builder %s {".formatted(signature));
    code.add("this.%s = this.%s.%s;\nreturn this;\n}".formatted(name, name, call));
  }

  @Override
  public void write(Code code) {
    code.add(
        "out.writeEntries(%d, %s, %s, %s);"
            .formatted(field.getNumber(), keys.fieldType(), values.fieldType(), name));
  }

  @Override
  public void parse(Code code) {
    code.add(
        "case %d -> %s = in.readEntry(%s, %s, %s);"
            .formatted(Part.tag(field, false), name, keys.fieldType(), values.fieldType(), name));
  }
}
