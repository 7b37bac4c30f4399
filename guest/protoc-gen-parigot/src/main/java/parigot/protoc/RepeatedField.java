package parigot.protoc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** A repeated field: a list, of an enum's numbers where it is one of an enum. */
final class RepeatedField implements Field, Part {
  private final FieldDescriptor field;
  private final Scope scope;
  private final String doc;
  private final String name;
  private final String capital;
  private final ValueType type;
  private final String list;
  private final String fieldList;

  RepeatedField(FieldDescriptor field, FieldNames names, Scope scope, Sources sources) {
    this.field = field;
    this.scope = scope;
    doc = Javadoc.of(sources.comment(field));
    name = names.variable(field);
    capital = names.capital(field);
    type = ValueType.of(field, scope);
    list = scope.util("List") + "<" + type.boxed() + ">";
    fieldList = scope.runtime("FieldList");
  }

  @Override
  public FieldDescriptor descriptor() {
    return field;
  }

  @Override
  public void declare(Code code, String modifiers) {
    code.add("%s%s<%s> %s;".formatted(modifiers, fieldList, type.boxed(), name));
  }

  @Override
  public void copyFromBuilder(Code code) {
    code.add("%s = builder.%s.build();".formatted(name, name));
  }

  @Override
  public void getters(Code code) {
    getters(code, name);
  }

  private void getters(Code code, String values) {
    if (field.getType() == FieldDescriptor.Type.ENUM) {
      String anEnum = scope.name(JavaNames.of(field.getEnumType()));
      code.member(
          doc + "public %s<%s> get%sList() {".formatted(scope.util("List"), anEnum, capital));
      code.add(
          "return new %s<>(%s, %s::forNumber);\n}"
              .formatted(scope.runtime("EnumList"), values, anEnum));
      code.member(
          "public %s get%s(int index) {\nreturn %s.forNumber(%s.get(index));\n}"
              .formatted(anEnum, capital, anEnum, name));
      code.member("public %s get%sValueList() {\nreturn %s;\n}".formatted(list, capital, values));
      code.member(
          "public int get%sValue(int index) {\nreturn %s.get(index);\n}".formatted(capital, name));
    } else {
      code.member(doc + "public %s get%sList() {\nreturn %s;\n}".formatted(list, capital, values));
      code.member(
          "public %s get%s(int index) {\nreturn %s.get(index);\n}"
              .formatted(type.javaType(), capital, name));
    }
    code.member("public int get%sCount() {\nreturn %s.size();\n}".formatted(capital, name));
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
    String values =
        field.getType() == FieldDescriptor.Type.ENUM
            ? "%s.named(get%sList(), %s)".formatted(scope.runtime("MessageText"), capital, name)
            : name;
    if (ValueType.isUnsigned(field)) {
      values = "%s.unsigned(%s)".formatted(scope.runtime("MessageText"), name);
    }
    return List.of(".repeated(\"%s\", %s)".formatted(field.getName(), values));
  }

  @Override
  public void declareInBuilder(Code code) {
    code.add("private %s<%s> %s = %s.empty();".formatted(fieldList, type.boxed(), name, fieldList));
  }

  @Override
  public void copyFromMessage(Code code) {
    code.add("%s = message.%s;".formatted(name, name));
  }

  @Override
  public void builderMethods(Code code) {
    getters(code, name + ".build()");
    String iterable = scope.lang("Iterable");
    if (field.getType() == FieldDescriptor.Type.ENUM) {
      String anEnum = scope.name(JavaNames.of(field.getEnumType()));
      String number = scope.runtime("MessageEnum") + ".numberOf(value)";
      mutator(code, doc, "add" + capital + "(" + anEnum + " value)", "with(" + number + ")");
      mutator(code, "", "add" + capital + "Value(int value)", "with(value)");
      code.member("public Builder addAll%s(%s<%s> values) {".formatted(capital, iterable, anEnum));
      code.add(
          "for (%s value : values) {\nadd%s(value);\n}\nreturn this;\n}"
              .formatted(anEnum, capital));
      mutator(
          code,
          "",
          "set" + capital + "(int index, " + anEnum + " value)",
          "with(index, " + number + ")");
      mutator(code, "", "set" + capital + "Value(int index, int value)", "with(index, value)");
    } else {
      String value = type.javaType() + " value";
      String some = type.boxed();
      mutator(code, doc, "add" + capital + "(" + value + ")", "with(value)");
      mutator(
          code,
          "",
          "addAll" + capital + "(" + iterable + "<" + some + "> values)",
          "withAll(values)");
      mutator(code, "", "set" + capital + "(int index, " + value + ")", "with(index, value)");
    }
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      String builder = type.javaType() + ".Builder value";
      code.member(doc + "public Builder add%s(%s) {".formatted(capital, builder));
      code.add("return add%s(value.build());\n}".formatted(capital));
      code.member("public Builder set%s(int index, %s) {".formatted(capital, builder));
      code.add("return set%s(index, value.build());\n}".formatted(capital));
      mutator(code, "", "remove" + capital + "(int index)", "without(index)");
    }
    code.member("public Builder clear%s() {".formatted(capital));
    code.add("%s = %s.empty();\nreturn this;\n}".formatted(name, fieldList));
  }

  private void mutator(Code code, String doc, String signature, String call) {
    code.member(doc + "public Builder %s {".formatted(signature));
    code.add("this.%s = this.%s.%s;\nreturn this;\n}".formatted(name, name, call));
  }

  @Override
  public void write(Code code) {
    int number = field.getNumber();
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      code.add("out.writeMessages(%d, %s);".formatted(number, name));
    } else {
      String method = field.isPacked() ? "writePacked" : "writeRepeated";
      code.add("out.%s(%d, %s, %s);".formatted(method, number, type.fieldType(), name));
    }
  }

  @Override
  public void parse(Code code) {
    String value =
        field.getType() == FieldDescriptor.Type.MESSAGE
            ? "in.readMessage(%s.newBuilder())".formatted(type.javaType())
            : "in.read%s()".formatted(type.readMethod());
    code.add("case %d -> %s = %s.with(%s);".formatted(Part.tag(field, false), name, name, value));
    if (field.isPackable()) {
      code.add(
          "case %d -> %s = in.readPacked(%s, %s);"
              .formatted(Part.tag(field, true), name, type.fieldType(), name));
    }
  }
}
