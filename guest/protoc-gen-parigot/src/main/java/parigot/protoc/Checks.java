package parigot.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.List;

/** What a .proto must keep to beyond the language itself. */
final class Checks {
  private static final String PROTO3 = "proto3";

  private final Sources sources;

  Checks(Sources sources) {
    this.sources = sources;
  }

  void file(FileDescriptor file) throws Mistake {
    String syntax = syntax(file);
    if (!syntax.equals(PROTO3)) {
      throw sources.mistakeInSyntax(
          file,
          "This is %s, and guests have proto3 only: write `syntax = \"proto3\";` as the first line."
              .formatted(syntax.equals("editions") ? "an editions file" : "a proto2 file"));
    }
    if (JavaNames.packageOf(file).isEmpty()) {
      throw sources.mistakeInSyntax(
          file, "The file has no package: write `package NAME.v1;` below the syntax.");
    }
  }

  /**
   * Checks a message, and what is declared in it.
   *
   * @return what its author should know, though it can be used
   */
  List<Mistake> message(Descriptor message, ErrorEnums errorEnums) throws Mistake {
    List<Mistake> warnings = new ArrayList<>();
    for (FieldDescriptor field : message.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !syntax(field.getMessageType().getFile()).equals(PROTO3)) {
        throw sources.mistake(
            field,
            "\"%s\" is not from a proto3 file, and guests have proto3 only: give \"%s\" another type."
                .formatted(field.getMessageType().getFullName(), field.getName()));
      }
    }
    for (EnumDescriptor type : message.getEnumTypes()) {
      warnings.addAll(errorEnums.check(type));
    }
    for (Descriptor nested : message.getNestedTypes()) {
      warnings.addAll(message(nested, errorEnums));
    }
    return warnings;
  }

  private static String syntax(FileDescriptor file) {
    FileDescriptorProto proto = file.toProto();
    return proto.getSyntax().isEmpty() ? "proto2" : proto.getSyntax();
  }
}
