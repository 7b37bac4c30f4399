package parigot.bench;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import parigot.actors.Application;

/** The calls of {@link GrpcLines} to a guest, through the edge. */
final class EdgeLines {
  private static final String BYTES = ".google.protobuf.BytesValue";

  private EdgeLines() {}

  static GrpcLines open(int bytes, int lines) {
    Application application =
        GuestApplication.launch(
            new GuestApplication()
                .guest("echo", "calls-reactor.wasm", "echo", "echo")
                .set(
                    "parigot.guests.echo.descriptors = "
                        + GuestApplication.quoted(descriptors().toString()))
                .set("parigot.edge.services = [\"bench.v1.*\"]")
                .set("parigot.edge.grpc.port = 0")
                .config());
    int port = URI.create(application.addresses().get(0)).getPort();
    return new GrpcLines(application::close, GrpcLines.channel(port), bytes, lines, lines == 1);
  }

  /** What the guest's Echo is. */
  private static Path descriptors() {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("bench/v1/echo.proto")
            .setPackage("bench.v1")
            .setSyntax("proto3")
            .addDependency("google/protobuf/wrappers.proto")
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("Echo")
                    .addMethod(
                        MethodDescriptorProto.newBuilder()
                            .setName("Echo")
                            .setInputType(BYTES)
                            .setOutputType(BYTES)))
            .build();
    try {
      return Files.write(
          Workplace.folder().resolve("echo.binpb"),
          FileDescriptorSet.newBuilder().addFile(file).build().toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
