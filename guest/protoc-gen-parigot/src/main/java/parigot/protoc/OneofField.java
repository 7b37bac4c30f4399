package parigot.protoc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A oneof: which member is set, and its value as an object. */
final class OneofField implements Field {
  private final OneofDescriptor oneof;
  private final Scope scope;
  private final Sources sources;
  private final String name;
  private final String capital;
  private final String caseName;
  private final String notSet;
  private final List<Member> members;

  OneofField(OneofDescriptor oneof, FieldNames names, Scope scope, Sources sources) {
    this.oneof = oneof;
    this.scope = scope;
    this.sources = sources;
    name = names.variable(oneof);
    capital = names.capital(oneof);
    caseName = scope.inner(JavaNames.caseOf(oneof).simpleName());
    UniqueNames constants = UniqueNames.exact();
    Map<FieldDescriptor, String> ofMembers =
        constants.of(
            oneof.getFields(),
            field -> JavaNames.escaped(field.getName().toUpperCase(Locale.ROOT)));
    notSet = constants.of(oneof.getName().toUpperCase(Locale.ROOT) + "_NOT_SET");
    members =
        oneof.getFields().stream()
            .map(field -> new Member(field, names, ofMembers.get(field)))
            .toList();
  }

  List<Member> members() {
    return members;
  }

  @Override
  public void declare(Code code, String modifiers) {
    code.add("%s%s %sCase;".formatted(modifiers, caseName, name));
    code.add("%s%s %s;".formatted(modifiers, scope.lang("Object"), name));
  }

  @Override
  public void copyFromBuilder(Code code) {
    code.add("%sCase = builder.%sCase;\n%s = builder.%s;".formatted(name, name, name, name));
  }

  @Override
  public void getters(Code code) {
    code.member(Javadoc.of(sources.comment(oneof)));
    code.add("public %s get%sCase() {\nreturn %sCase;\n}".formatted(caseName, capital, name));
    members.forEach(member -> member.getters(code));
  }

  @Override
  public List<String> isEqual() {
    return List.of(
        "%sCase == that.%sCase".formatted(name, name),
        "%s.equals(%s, that.%s)".formatted(scope.util("Objects"), name, name));
  }

  @Override
  public List<String> hashed() {
    return List.of(name + "Case", name);
  }

  @Override
  public List<String> text() {
    return members.stream().map(Member::text).toList();
  }

  @Override
  public void declareInBuilder(Code code) {
    code.add("private %s %sCase = %s.%s;".formatted(caseName, name, caseName, notSet));
    code.add("private %s %s;".formatted(scope.lang("Object"), name));
  }

  @Override
  public void copyFromMessage(Code code) {
    code.add("%sCase = message.%sCase;\n%s = message.%s;".formatted(name, name, name, name));
  }

  @Override
  public void builderMethods(Code code) {
    code.member("public %s get%sCase() {\nreturn %sCase;\n}".formatted(caseName, capital, name));
    code.member("public Builder clear%s() {".formatted(capital));
    code.add(
        "%sCase = %s.%s;\n%s = null;\nreturn this;\n}".formatted(name, caseName, notSet, name));
    members.forEach(member -> member.builderMethods(code));
  }

  /** The enum of the members. */
  void caseEnum(Code code) {
    code.member("/** Which member of {@code %s} is set. */".formatted(oneof.getName()));
    code.add("public enum %s {".formatted(caseName));
    for (Member member : members) {
      code.add("%s(%d),".formatted(member.constant, member.field.getNumber()));
    }
    code.add("%s(0);".formatted(notSet));
    code.member("private final int number;");
    code.member("%s(int number) {\nthis.number = number;\n}".formatted(caseName));
    code.member("/** The member's field number; 0 if none is set. */");
    code.add("public int getNumber() {\nreturn number;\n}\n}");
  }

  /** One member of the oneof. */
  final class Member implements Part {
    private final FieldDescriptor field;
    private final String doc;
    private final String constant;
    private final String member;
    private final ValueType type;

    Member(FieldDescriptor field, FieldNames names, String constant) {
      this.field = field;
      this.constant = constant;
      doc = Javadoc.of(sources.comment(field));
      member = names.capital(field);
      type = ValueType.of(field, scope);
    }

    @Override
    public FieldDescriptor descriptor() {
      return field;
    }

    private String constant() {
      return caseName + "." + constant;
    }

    private String isSet() {
      return "%sCase == %s".formatted(name, constant());
    }

    private String value() {
      return "(%s) %s".formatted(type.boxed(), name);
    }

    private void getters(Code code) {
      code.member("public boolean has%s() {\nreturn %s;\n}".formatted(member, isSet()));
      String value = "has%s() ? %s : %s".formatted(member, value(), type.defaultValue());
      if (field.getType() == FieldDescriptor.Type.ENUM) {
        String anEnum = scope.name(JavaNames.of(field.getEnumType()));
        code.member(doc + "public %s get%s() {".formatted(anEnum, member));
        code.add("return %s.forNumber(get%sValue());\n}".formatted(anEnum, member));
        code.member("public int get%sValue() {\nreturn %s;\n}".formatted(member, value));
      } else {
        code.member(
            doc + "public %s get%s() {\nreturn %s;\n}".formatted(type.javaType(), member, value));
      }
    }

    private void builderMethods(Code code) {
      getters(code);
      String value =
          type.isPrimitive() ? "value" : scope.util("Objects") + ".requireNonNull(value)";
      if (field.getType() == FieldDescriptor.Type.ENUM) {
        String anEnum = scope.name(JavaNames.of(field.getEnumType()));
        code.member(doc + "public Builder set%s(%s value) {".formatted(member, anEnum));
        code.add(
            "return set%sValue(%s.numberOf(value));\n}"
                .formatted(member, scope.runtime("MessageEnum")));
        code.member("public Builder set%sValue(int value) {".formatted(member));
      } else {
        code.member(doc + "public Builder set%s(%s value) {".formatted(member, type.javaType()));
      }
      code.add(
          "this.%s = %s;\n%sCase = %s;\nreturn this;\n}".formatted(name, value, name, constant()));
      if (field.getType() == FieldDescriptor.Type.MESSAGE) {
        code.member(
            doc + "public Builder set%s(%s.Builder value) {".formatted(member, type.javaType()));
        code.add("return set%s(value.build());\n}".formatted(member));
      }
      code.member("public Builder clear%s() {".formatted(member));
      code.add("return has%s() ? clear%s() : this;\n}".formatted(member, capital));
    }

    private String text() {
      String value = name;
      if (field.getType() == FieldDescriptor.Type.ENUM) {
        value =
            "%s.named(get%s(), get%sValue())"
                .formatted(scope.runtime("MessageText"), member, member);
      }
      if (ValueType.isUnsigned(field)) {
        value = "%s.unsigned(%s)".formatted(scope.runtime("MessageText"), value());
      }
      return ".optional(\"%s\", has%s() ? %s : null)".formatted(field.getName(), member, value);
    }

    @Override
    public void write(Code code) {
      code.add("if (has%s()) {".formatted(member));
      code.add("out.write%s(%d, %s);\n}".formatted(type.method(), field.getNumber(), value()));
    }

    @Override
    public void parse(Code code) {
      String value = "in.read" + type.readMethod() + "()";
      if (field.getType() == FieldDescriptor.Type.MESSAGE) {
        value =
            "readMessage(in, tag, has%s() ? get%s() : null, %s.newBuilder())"
                .formatted(member, member, type.javaType());
      }
      String suffix = field.getType() == FieldDescriptor.Type.ENUM ? "Value" : "";
      code.add("case %d -> set%s%s(%s);".formatted(Part.tag(field, false), member, suffix, value));
    }

    @Override
    public void join(Code code) {
      if (field.getType() == FieldDescriptor.Type.MESSAGE) {
        code.add("if (has%s()) {".formatted(member));
        code.add(
            "set%s(joined(%d, get%s()));\n}".formatted(member, Part.tag(field, false), member));
      }
    }
  }
}
