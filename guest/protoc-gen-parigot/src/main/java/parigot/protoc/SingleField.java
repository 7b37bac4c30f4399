package parigot.protoc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** A field with one value. One with presence is null while it is not set. */
final class SingleField implements Field, Part {
  private final FieldDescriptor field;
  private final Scope scope;
  private final String doc;
  private final String name;
  private final String capital;
  private final ValueType type;
  private final boolean presence;

  SingleField(FieldDescriptor field, FieldNames names, Scope scope, Sources sources) {
    this.field = field;
    this.scope = scope;
    doc = Javadoc.of(sources.comment(field));
    name = names.variable(field);
    capital = names.capital(field);
    type = ValueType.of(field, scope);
    presence = field.hasPresence();
  }

  @Override
  public FieldDescriptor descriptor() {
    return field;
  }

  private String kept() {
    return presence ? type.boxed() : type.javaType();
  }

  @Override
  public void declare(Code code, String modifiers) {
    code.add("%s%s %s;".formatted(modifiers, kept(), name));
  }

  @Override
  public void copyFromBuilder(Code code) {
    code.add("%s = builder.%s;".formatted(name, name));
  }

  @Override
  public void getters(Code code) {
    if (presence) {
      code.member("public boolean has%s() {\nreturn %s != null;\n}".formatted(capital, name));
    }
    String value =
        presence ? "%s != null ? %s : %s".formatted(name, name, type.defaultValue()) : name;
    if (field.getType() == FieldDescriptor.Type.ENUM) {
      String anEnum = scope.name(JavaNames.of(field.getEnumType()));
      code.member(doc + "public %s get%s() {".formatted(anEnum, capital));
      code.add("return %s.forNumber(%s);\n}".formatted(anEnum, value));
      code.member("public int get%sValue() {\nreturn %s;\n}".formatted(capital, value));
    } else {
      code.member(
          doc + "public %s get%s() {\nreturn %s;\n}".formatted(type.javaType(), capital, value));
    }
  }

  @Override
  public List<String> isEqual() {
    return List.of(
        presence
            ? "%s.equals(%s, that.%s)".formatted(scope.util("Objects"), name, name)
            : type.isEqual(name, "that." + name));
  }

  @Override
  public List<String> hashed() {
    return List.of(name);
  }

  @Override
  public List<String> text() {
    String value = name;
    if (field.getType() == FieldDescriptor.Type.ENUM) {
      value =
          "%s.named(get%s(), get%sValue())"
              .formatted(scope.runtime("MessageText"), capital, capital);
      value = (presence ? name + " == null" : name + " == 0") + " ? null : " + value;
      return List.of(".optional(\"%s\", %s)".formatted(field.getName(), value));
    }
    if (ValueType.isUnsigned(field)) {
      value = "%s.unsigned(%s)".formatted(scope.runtime("MessageText"), name);
    }
    return List.of(
        ".%s(\"%s\", %s)".formatted(presence ? "optional" : "field", field.getName(), value));
  }

  @Override
  public void declareInBuilder(Code code) {
    boolean initial = !presence && !type.isPrimitive();
    code.add(
        "private %s %s%s;".formatted(kept(), name, initial ? " = " + type.defaultValue() : ""));
  }

  @Override
  public void copyFromMessage(Code code) {
    code.add("%s = message.%s;".formatted(name, name));
  }

  @Override
  public void builderMethods(Code code) {
    getters(code);
    String value = type.isPrimitive() ? "value" : scope.util("Objects") + ".requireNonNull(value)";
    if (field.getType() == FieldDescriptor.Type.ENUM) {
      String anEnum = scope.name(JavaNames.of(field.getEnumType()));
      code.member(doc + "public Builder set%s(%s value) {".formatted(capital, anEnum));
      code.add("this.%s = %s.numberOf(value);".formatted(name, scope.runtime("MessageEnum")));
      code.add("return this;\n}");
      code.member("public Builder set%sValue(int value) {".formatted(capital));
    } else {
      code.member(doc + "public Builder set%s(%s value) {".formatted(capital, type.javaType()));
    }
    code.add("this.%s = %s;\nreturn this;\n}".formatted(name, value));
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      code.member(
          doc + "public Builder set%s(%s.Builder value) {".formatted(capital, type.javaType()));
      code.add("return set%s(value.build());\n}".formatted(capital));
    }
    code.member("public Builder clear%s() {".formatted(capital));
    code.add("%s = %s;\nreturn this;\n}".formatted(name, presence ? "null" : type.defaultValue()));
  }

  @Override
  public void write(Code code) {
    code.add("if (%s) {".formatted(presence ? name + " != null" : type.isSet(name)));
    code.add("out.write%s(%d, %s);\n}".formatted(type.method(), field.getNumber(), name));
  }

  @Override
  public void parse(Code code) {
    String value = "in.read" + type.readMethod() + "()";
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      value = "readMessage(in, tag, %s, %s.newBuilder())".formatted(name, type.javaType());
    }
    code.add("case %d -> %s = %s;".formatted(Part.tag(field, false), name, value));
  }

  @Override
  public void join(Code code) {
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      code.add("%s = joined(%d, %s);".formatted(name, Part.tag(field, false), name));
    }
  }
}
