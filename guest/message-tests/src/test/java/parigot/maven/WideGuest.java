package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.teavm.interop.Import;
import parigot.message.Message;
import parigot.protoc.ProtocGenParigot;

/**
 * A guest of a .proto in which everything is large, with a service that answers with what it was
 * asked. In this package because what compiles guests is only seen here.
 */
final class WideGuest {
  static final int FIELDS = 2000;
  static final int METHODS = 500;
  static final int CONSTANTS = 5000;
  static final int DEEPEST = 31;

  private static final String PACKAGE = ".wide.v1.";
  private static final int IS_ERROR = 543211;
  private static final List<Type> TYPES =
      List.of(Type.TYPE_STRING, Type.TYPE_INT32, Type.TYPE_DOUBLE, Type.TYPE_SINT64);

  private WideGuest() {}

  /** Its .proto, as protoc describes it. */
  static FileDescriptorProto proto() {
    return FileDescriptorProto.newBuilder()
        .setName("wide.proto")
        .setPackage("wide.v1")
        .setSyntax("proto3")
        .addMessageType(many())
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Some")
                .addField(field("text", 1, Type.TYPE_STRING)))
        .addMessageType(deep(1))
        .addEnumType(large())
        .addEnumType(errors())
        .addService(service())
        .build();
  }

  private static FieldDescriptorProto.Builder field(String name, int number, Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private static DescriptorProto many() {
    DescriptorProto.Builder many = DescriptorProto.newBuilder().setName("Many");
    for (int i = 1; i <= FIELDS; i++) {
      many.addField(field("field_" + i, i, TYPES.get(i % TYPES.size())));
    }
    return many.build();
  }

  private static DescriptorProto deep(int depth) {
    DescriptorProto.Builder deep =
        DescriptorProto.newBuilder()
            .setName("Deep" + depth)
            .addField(field("depth", 1, Type.TYPE_INT32));
    if (depth < DEEPEST) {
      deep.addNestedType(deep(depth + 1));
    }
    return deep.build();
  }

  private static EnumDescriptorProto large() {
    EnumDescriptorProto.Builder large = EnumDescriptorProto.newBuilder().setName("Large");
    for (int i = 0; i <= CONSTANTS; i++) {
      large.addValue(EnumValueDescriptorProto.newBuilder().setName("VALUE_" + i).setNumber(i * 7));
    }
    return large.build();
  }

  private static EnumDescriptorProto errors() {
    UnknownFieldSet.Field set = UnknownFieldSet.Field.newBuilder().addVarint(1).build();
    EnumDescriptorProto.Builder errors =
        EnumDescriptorProto.newBuilder()
            .setName("Err")
            .setOptions(
                EnumOptions.newBuilder()
                    .setUnknownFields(
                        UnknownFieldSet.newBuilder().addField(IS_ERROR, set).build()));
    for (String name : List.of("NoError", "DispatchError", "UnmarshalError", "MarshalError")) {
      errors.addValue(
          EnumValueDescriptorProto.newBuilder().setName(name).setNumber(errors.getValueCount()));
    }
    return errors.build();
  }

  private static ServiceDescriptorProto service() {
    ServiceDescriptorProto.Builder service = ServiceDescriptorProto.newBuilder().setName("Wide");
    service.addMethod(method("Check", "Many"));
    for (int i = 1; i < METHODS; i++) {
      service.addMethod(method("Method" + i, "Some"));
    }
    return service.build();
  }

  private static MethodDescriptorProto.Builder method(String name, String request) {
    return MethodDescriptorProto.newBuilder()
        .setName(name)
        .setInputType(PACKAGE + request)
        .setOutputType(PACKAGE + "Some");
  }

  /** Compiles it to WebAssembly. */
  static void compile(Path folder, Path module) throws Exception {
    CodeGeneratorResponse generated =
        ProtocGenParigot.generate(
            CodeGeneratorRequest.newBuilder()
                .addFileToGenerate(proto().getName())
                .addProtoFile(proto())
                .build(),
            warning -> assertThat(warning).isEmpty());
    assertThat(generated.getError()).isEmpty();
    Path sources = folder.resolve("sources");
    List<String> files = new ArrayList<>();
    for (CodeGeneratorResponse.File file : generated.getFileList()) {
      files.add(written(sources, file.getName(), file.getContent()));
    }
    files.add(written(sources, "wide/WideGuest.java", source()));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path sdk = place(Message.class);
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-g", "-nowarn"));
    arguments.addAll(List.of("-cp", sdk + File.pathSeparator + place(Import.class)));
    arguments.addAll(List.of("-d", classes.toString()));
    arguments.addAll(files);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    new GuestCompiler(
            new ClassPath(classes, List.of(sdk), List.of(sources)),
            new GuestCompiler.Options(256, false))
        .compile("wide.WideGuest", module);
  }

  private static String written(Path sources, String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String source() {
    String deepest =
        IntStream.rangeClosed(1, DEEPEST)
            .mapToObj(depth -> "Deep" + depth)
            .collect(Collectors.joining("."));
    String methods =
        IntStream.range(1, METHODS)
            .mapToObj(
                i ->
                    """
                      @Override
                      public Future<Some> method%1$d(Some request) {
                        return some(request.getText() + "%1$d");
                      }
                    """
                        .formatted(i))
            .collect(Collectors.joining());
    return """
        package wide;

        import parigot.guest.Future;
        import parigot.guest.Guest;
        import wide.v1.*;

        public final class WideGuest implements Wide {
          public static void main(String[] args) {
            Guest.named("wide").export(Wide.service(new WideGuest())).start();
          }

          private static Future<Some> some(String text) {
            return Future.of(Some.newBuilder().setText(text).build());
          }

          @Override
          public Future<Some> check(Many request) {
            Many again = Many.fromJson(request.toJson());
            %1$s deep = %1$s.newBuilder().setDepth(%2$d).build();
            return some(
                again.equals(request) + " " + again.getField4() + " " + again.getField2000() + " "
                    + Large.forNumber(%3$d) + " " + deep.getDepth());
          }
        %4$s}
        """
        .formatted(deepest, DEEPEST, CONSTANTS * 7, methods);
  }
}
