package parigot.runtime.descriptors;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parigot.v1.host.Options;
import protosupport.v1.host.Protosupport;

/**
 * The .proto files that every host knows, so that modules need not carry them; the well-known types
 * of protobuf, and Parigot's own options.
 */
final class HostFiles {
  private static final Map<String, FileDescriptor> BY_NAME =
      Stream.of(
              DescriptorProtos.getDescriptor(),
              AnyProto.getDescriptor(),
              ApiProto.getDescriptor(),
              DurationProto.getDescriptor(),
              EmptyProto.getDescriptor(),
              FieldMaskProto.getDescriptor(),
              SourceContextProto.getDescriptor(),
              StructProto.getDescriptor(),
              TimestampProto.getDescriptor(),
              TypeProto.getDescriptor(),
              WrappersProto.getDescriptor(),
              Protosupport.getDescriptor())
          .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, Function.identity()));

  private HostFiles() {}

  static Optional<FileDescriptor> named(String file) {
    return Optional.ofNullable(BY_NAME.get(file));
  }

  /** What the options of services, methods and enums are read with. */
  static ExtensionRegistry options() {
    ExtensionRegistry options = ExtensionRegistry.newInstance();
    Protosupport.registerAllExtensions(options);
    Options.registerAllExtensions(options);
    return options;
  }

  /** All of them. */
  static List<FileDescriptor> all() {
    return List.copyOf(BY_NAME.values());
  }
}
