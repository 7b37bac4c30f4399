package parigot.inspect;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import parigot.actors.Application;
import parigot.actors.Parigot;
import protosupport.v1.host.Protosupport;

/** Applications of the scripted guests that the tests of the runtime have too. */
final class Started {
  private static final Path MODULE =
      Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath().normalize();

  private Started() {}

  /** The settings of a guest with this script. */
  static String guest(String name, String... script) {
    return "parigot.guests.%s { wasm = \"%s\", args = [\"%s\"] }\n"
        .formatted(name, MODULE, String.join("\", \"", script));
  }

  static Application start(String config) {
    return Parigot.start(
        ConfigFactory.parseString("parigot.cache-dir = target/compiled-guests\n" + config));
  }

  static Application launched(String config) throws Exception {
    Application application = start(config);
    application.launched().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return application;
  }

  /** The applications of this process. */
  static List<RunningApplication> ours() throws InspectionException {
    return RunningApplication.all().stream()
        .filter(each -> each.report().getProcess() == ProcessHandle.current().pid())
        .toList();
  }

  static RunningApplication one() throws InspectionException {
    return ours().get(0);
  }

  static Path socket(RunningApplication application) {
    return SocketFolder.ofThisUser().path().resolve(application.process() + ".sock");
  }

  /**
   * A file that describes {@code b.v1.Bb}, whose methods take texts and give texts, and whose error
   * 4 is {@code TooLate}.
   */
  static Path descriptors(Path folder, String... methods) throws IOException {
    EnumDescriptorProto.Builder errors =
        EnumDescriptorProto.newBuilder()
            .setName("BbErr")
            .setOptions(EnumOptions.newBuilder().setExtension(Protosupport.parigotError, true));
    String[] names = {"NoError", "DispatchError", "UnmarshalError", "MarshalError", "TooLate"};
    for (int number = 0; number < names.length; number++) {
      errors.addValue(
          EnumValueDescriptorProto.newBuilder().setName(names[number]).setNumber(number));
    }
    ServiceDescriptorProto.Builder service = ServiceDescriptorProto.newBuilder().setName("Bb");
    for (String method : methods) {
      service.addMethod(
          MethodDescriptorProto.newBuilder()
              .setName(method)
              .setInputType(".google.protobuf.StringValue")
              .setOutputType(".google.protobuf.StringValue"));
    }
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("b/v1/b.proto")
            .setPackage("b.v1")
            .setSyntax("proto3")
            .addDependency("google/protobuf/wrappers.proto")
            .addDependency("protosupport/v1/protosupport.proto")
            .addEnumType(errors)
            .addService(service)
            .build();
    return Files.write(
        folder.resolve("b.binpb"),
        FileDescriptorSet.newBuilder().addFile(file).build().toByteArray());
  }
}
