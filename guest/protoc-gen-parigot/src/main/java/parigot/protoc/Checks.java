package parigot.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a .proto must keep to beyond the language itself. */
final class Checks {
  private static final String PROTO3 = "proto3";
  private static final int LONGEST_FILE_NAME = 255;
  private static final int SHOWN = 40;
  private static final Pattern FUNCTION = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** The class in that of a message with the longest name. */
  private static final String IN_A_MESSAGE = "$DefaultInstance";

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
    if (file.getPackage().isEmpty() && file.getOptions().getJavaPackage().isEmpty()) {
      throw sources.mistakeInSyntax(
          file, "The file has no package: write `package NAME.v1;` below the syntax.");
    }
    Optional<String> problem = JavaPackages.problem(file);
    if (problem.isPresent()) {
      throw sources.mistakeInPackage(file, problem.get());
    }
  }

  /**
   * Checks a message, and what is declared in it.
   *
   * @return what its author should know, though it can be used
   */
  List<Mistake> message(Descriptor message, ErrorEnums errorEnums) throws Mistake {
    List<Mistake> warnings = new ArrayList<>();
    className(message, JavaNames.of(message), IN_A_MESSAGE);
    refuse(message, ClassSize.problem(message));
    for (FieldDescriptor field : message.getFields()) {
      FieldDescriptor value =
          field.isMapField() ? field.getMessageType().findFieldByNumber(2) : field;
      if (value.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        type(field, value.getMessageType());
      } else if (value.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        type(field, value.getEnumType());
      }
    }
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      className(oneof, JavaNames.caseOf(oneof), "");
    }
    for (EnumDescriptor type : message.getEnumTypes()) {
      warnings.addAll(enumeration(type, errorEnums));
    }
    for (Descriptor nested : message.getNestedTypes()) {
      if (nested.getOptions().getMapEntry()) {
        continue;
      }
      warnings.addAll(message(nested, errorEnums));
    }
    return warnings;
  }

  /**
   * Checks an enum.
   *
   * @return what its author should know, though it can be used
   */
  List<Mistake> enumeration(EnumDescriptor type, ErrorEnums errorEnums) throws Mistake {
    className(type, JavaNames.of(type), "");
    return errorEnums.check(type);
  }

  void service(ServiceDescriptor service) throws Mistake {
    className(service, JavaNames.client(service), "");
    refuse(service, ClassSize.problem(service));
    for (MethodDescriptor method : service.getMethods()) {
      if (method.isClientStreaming() || method.isServerStreaming()) {
        throw sources.mistake(
            method,
            "\"%s\" is a stream, and a call has one request and one response: take out `stream`."
                .formatted(method.getName()));
      }
      type(method, method.getInputType());
      type(method, method.getOutputType());
    }
    hostFunctions(service);
  }

  /** Checks the interface of a plugin, and the classes of protobuf-java that it needs. */
  void plugin(ServiceDescriptor service, PluginEmitter emitter) throws Mistake {
    className(service, emitter.type(), "");
    Set<FileDescriptor> files = new LinkedHashSet<>(Set.of(service.getFile()));
    for (MethodDescriptor method : service.getMethods()) {
      for (Descriptor message : List.of(method.getInputType(), method.getOutputType())) {
        files.add(message.getFile());
        refuse(method, HostClasses.problem(message));
      }
    }
    for (FileDescriptor file : files) {
      Optional<String> problem = HostClasses.problem(file);
      if (problem.isPresent()) {
        throw sources.mistakeInPackage(file, problem.get());
      }
    }
    Optional<String> hidden = emitter.hiddenPackage();
    if (hidden.isPresent()) {
      throw sources.mistake(
          service,
          "The interface of \"%s\" has to name a class by its package, and \"%s\", which the package begins with, is a class there: write `option java_package` so that it begins with another word, or give the class another name."
              .formatted(service.getName(), hidden.get()));
    }
  }

  /** A function of the host belongs to one method. */
  private void hostFunctions(ServiceDescriptor service) throws Mistake {
    Map<String, MethodDescriptor> methods = new HashMap<>();
    for (ServiceDescriptor other : service.getFile().getServices()) {
      for (MethodDescriptor method : other.getMethods()) {
        String function = HostFunctions.name(method);
        MethodDescriptor before = methods.putIfAbsent(function, method);
        if (!other.equals(service)) {
          continue;
        }
        if (!FUNCTION.matcher(function).matches()) {
          throw sources.mistake(
              method,
              "The host_func_name of \"%s\" is made of letters, digits and _, and begins with no digit."
                  .formatted(method.getName()));
        }
        if (before != null) {
          throw sources.mistake(
              method,
              "\"%s\" and \"%s\" would both call the host's function %s: write `option (protosupport.v1.host_func_name) = \"%s2\";` in one of them, or give it another name."
                  .formatted(before.getFullName(), method.getName(), function, method.getName()));
        }
      }
    }
  }

  /** What is used from another file has a class only if that file can be generated. */
  private void type(GenericDescriptor user, GenericDescriptor type) throws Mistake {
    FileDescriptor file = type.getFile();
    if (!syntax(file).equals(PROTO3)) {
      throw sources.mistake(
          user,
          "\"%s\" is not from a proto3 file, and guests have proto3 only: give \"%s\" another type."
              .formatted(type.getFullName(), user.getName()));
    }
    Optional<String> problem = JavaPackages.problem(file);
    if (problem.isPresent()) {
      throw sources.mistakeInPackage(file, problem.get());
    }
  }

  private void refuse(GenericDescriptor thing, Optional<String> problem) throws Mistake {
    if (problem.isPresent()) {
      throw sources.mistake(thing, problem.get());
    }
  }

  /** Its classes are files. */
  private void className(GenericDescriptor thing, JavaType type, String inside) throws Mistake {
    String file = String.join("$", type.names()) + inside + ".class";
    if (file.length() > LONGEST_FILE_NAME) {
      throw sources.mistake(
          thing,
          "A class of \"%s\" would be a file whose name has %d letters, and %d is the most: give it, or what it is in, a shorter name."
              .formatted(shortened(thing.getName()), file.length(), LONGEST_FILE_NAME));
    }
  }

  private static String shortened(String name) {
    return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
  }

  private static String syntax(FileDescriptor file) {
    FileDescriptorProto proto = file.toProto();
    return proto.getSyntax().isEmpty() ? "proto2" : proto.getSyntax();
  }
}
