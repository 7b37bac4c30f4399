package parigot.protoc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where things stand in a .proto, and the comments at them. */
final class Sources {
  private final Map<FileDescriptor, Map<List<Integer>, Location>> files = new HashMap<>();

  /** The comment above a thing, else the one behind it. */
  String comment(GenericDescriptor thing) {
    Location location = locations(thing.getFile()).get(path(thing));
    if (location == null) {
      return "";
    }
    return location.hasLeadingComments()
        ? location.getLeadingComments()
        : location.getTrailingComments();
  }

  /** A mistake at a thing. */
  Mistake mistake(GenericDescriptor thing, String problem) {
    return mistake(thing.getFile(), path(thing), problem);
  }

  /** A mistake of a whole file, at its line {@code syntax}. */
  Mistake mistakeInSyntax(FileDescriptor file, String problem) {
    return mistake(file, List.of(FileDescriptorProto.SYNTAX_FIELD_NUMBER), problem);
  }

  /** A mistake of a file's package: at its option for Java, else where it is declared. */
  Mistake mistakeInPackage(FileDescriptor file, String problem) {
    return file.getOptions().hasJavaPackage()
        ? mistake(
            file,
            List.of(
                FileDescriptorProto.OPTIONS_FIELD_NUMBER, FileOptions.JAVA_PACKAGE_FIELD_NUMBER),
            problem)
        : mistake(file, List.of(FileDescriptorProto.PACKAGE_FIELD_NUMBER), problem);
  }

  private Mistake mistake(FileDescriptor file, List<Integer> path, String problem) {
    Location location = locations(file).get(path);
    return location == null
        ? new Mistake(file.getName(), 1, 1, problem)
        : new Mistake(file.getName(), location.getSpan(0) + 1, location.getSpan(1) + 1, problem);
  }

  private Map<List<Integer>, Location> locations(FileDescriptor file) {
    return files.computeIfAbsent(
        file,
        key -> {
          Map<List<Integer>, Location> byPath = new HashMap<>();
          file.toProto()
              .getSourceCodeInfo()
              .getLocationList()
              .forEach(location -> byPath.putIfAbsent(location.getPathList(), location));
          return byPath;
        });
  }

  private static List<Integer> path(GenericDescriptor thing) {
    List<Integer> path = new ArrayList<>();
    addPath(thing, path);
    return path;
  }

  private static void addPath(GenericDescriptor thing, List<Integer> path) {
    if (thing instanceof Descriptor message) {
      Descriptor around = message.getContainingType();
      if (around != null) {
        addPath(around, path);
      }
      path.add(
          around == null
              ? FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER
              : DescriptorProto.NESTED_TYPE_FIELD_NUMBER);
      path.add(message.getIndex());
    } else if (thing instanceof EnumDescriptor type) {
      Descriptor around = type.getContainingType();
      if (around != null) {
        addPath(around, path);
      }
      path.add(
          around == null
              ? FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER
              : DescriptorProto.ENUM_TYPE_FIELD_NUMBER);
      path.add(type.getIndex());
    } else if (thing instanceof EnumValueDescriptor constant) {
      addPath(constant.getType(), path);
      path.add(EnumDescriptorProto.VALUE_FIELD_NUMBER);
      path.add(constant.getIndex());
    } else if (thing instanceof FieldDescriptor field) {
      addPath(field.getContainingType(), path);
      path.add(DescriptorProto.FIELD_FIELD_NUMBER);
      path.add(field.getIndex());
    } else if (thing instanceof OneofDescriptor oneof) {
      addPath(oneof.getContainingType(), path);
      path.add(DescriptorProto.ONEOF_DECL_FIELD_NUMBER);
      path.add(oneof.getIndex());
    } else if (thing instanceof ServiceDescriptor service) {
      path.add(FileDescriptorProto.SERVICE_FIELD_NUMBER);
      path.add(service.getIndex());
    } else if (thing instanceof MethodDescriptor method) {
      addPath(method.getService(), path);
      path.add(ServiceDescriptorProto.METHOD_FIELD_NUMBER);
      path.add(method.getIndex());
    }
  }
}
