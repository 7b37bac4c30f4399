package parigot.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The requests that protoc would make for a .proto of the tests, which the build has described. */
final class Requests {
  private final Map<String, FileDescriptorProto> files = new HashMap<>();

  Requests() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("target/test-protos.binpb"))) {
      FileDescriptorSet.parseFrom(in)
          .getFileList()
          .forEach(file -> files.put(file.getName(), file));
    }
  }

  CodeGeneratorRequest of(String name) {
    Map<String, FileDescriptorProto> needed = new LinkedHashMap<>();
    add(name, needed);
    return CodeGeneratorRequest.newBuilder()
        .addFileToGenerate(name)
        .addAllProtoFile(needed.values())
        .build();
  }

  private void add(String name, Map<String, FileDescriptorProto> needed) {
    FileDescriptorProto file = files.get(name);
    file.getDependencyList().stream()
        .filter(imported -> !needed.containsKey(imported))
        .forEach(imported -> add(imported, needed));
    needed.put(name, file);
  }
}
