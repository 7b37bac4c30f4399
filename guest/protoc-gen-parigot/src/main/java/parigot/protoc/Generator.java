package parigot.protoc;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Makes Java files of the .proto files in a request. */
final class Generator {
  /** The option that asks for the interfaces of plugins, and for nothing else. */
  private static final String PLUGINS = "plugins";

  private final Sources sources = new Sources();
  private final Map<JavaType, FileDescriptor> classes = new HashMap<>();
  private final Map<String, Set<String>> classesByPackage = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Mistake> warnings = new ArrayList<>();
  private final List<CodeGeneratorResponse.File> written = new ArrayList<>();
  private final Checks checks = new Checks(sources);
  private final ErrorEnums errorEnums;

  private Generator(Map<String, FileDescriptor> files) {
    errorEnums = new ErrorEnums(files.values(), sources);
    files.values().forEach(this::remember);
  }

  /**
   * What protoc is to write, or the sentences that it is to print instead.
   *
   * @param warn told what does not stop it, a sentence each
   */
  static CodeGeneratorResponse generate(CodeGeneratorRequest request, Consumer<String> warn) {
    CodeGeneratorResponse.Builder response =
        CodeGeneratorResponse.newBuilder()
            // So that it is this generator that says what it wants instead of an edition, and
            // where.
            .setSupportedFeatures(
                Feature.FEATURE_PROTO3_OPTIONAL_VALUE | Feature.FEATURE_SUPPORTS_EDITIONS_VALUE)
            .setMinimumEdition(Edition.EDITION_PROTO2_VALUE)
            .setMaximumEdition(Edition.EDITION_2024_VALUE);
    if (!request.getParameter().isEmpty() && !request.getParameter().equals(PLUGINS)) {
      return response
          .setError(
              "protoc-gen-parigot knows the option \"%s\" alone, and not \"%s\"."
                  .formatted(PLUGINS, request.getParameter()))
          .build();
    }
    Map<String, FileDescriptor> files;
    try {
      files = link(request);
    } catch (DescriptorValidationException e) {
      return response.setError(e.getMessage()).build();
    }
    Generator generator = new Generator(files);
    boolean plugins = request.getParameter().equals(PLUGINS);
    for (String name : request.getFileToGenerateList()) {
      if (plugins) {
        generator.plugins(files.get(name));
      } else {
        generator.generate(files.get(name));
      }
    }
    sentences(generator.warnings).forEach(warn);
    return generator.mistakes.isEmpty()
        ? response.addAllFile(generator.written).build()
        : response.setError(String.join("\n", sentences(generator.mistakes))).build();
  }

  private static Map<String, FileDescriptor> link(CodeGeneratorRequest request)
      throws DescriptorValidationException {
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    // A file comes behind those that it imports.
    for (FileDescriptorProto file : request.getProtoFileList()) {
      FileDescriptor[] imported =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      files.put(file.getName(), FileDescriptor.buildFrom(file, imported, true));
    }
    return files;
  }

  private static List<String> sentences(List<Mistake> mistakes) {
    return mistakes.stream().sorted(Mistake.BY_PLACE).map(Mistake::getMessage).distinct().toList();
  }

  private void remember(FileDescriptor file) {
    JavaNames.topLevel(file)
        .forEach(
            type -> {
              FileDescriptor before = classes.putIfAbsent(type, file);
              if (before != null) {
                mistakes.add(
                    new Mistake(
                        file.getName(),
                        "The class %s is made of %s too: give the two files different packages."
                            .formatted(type.qualifiedName(), before.getName())));
              }
            });
    classesByPackage
        .computeIfAbsent(JavaNames.packageOf(file), name -> new TreeSet<>())
        .addAll(JavaNames.topLevel(file).map(JavaType::simpleName).collect(Collectors.toSet()));
  }

  private void generate(FileDescriptor file) {
    int before = mistakes.size();
    collect(() -> checks.file(file));
    if (mistakes.size() > before) {
      return;
    }
    file.getMessageTypes().forEach(message -> collect(() -> message(file, message)));
    file.getEnumTypes().forEach(type -> collect(() -> enumeration(file, type)));
    file.getServices().forEach(service -> collect(() -> service(file, service)));
  }

  private void plugins(FileDescriptor file) {
    int before = mistakes.size();
    collect(() -> checks.file(file));
    if (mistakes.size() == before) {
      file.getServices().forEach(service -> collect(() -> plugin(service)));
    }
  }

  private void plugin(ServiceDescriptor service) throws Mistake {
    if (new ServiceEmitter(service, errorEnums, sources).isCalledByGuests()) {
      written.add(new PluginEmitter(service, sources).file());
    }
  }

  /** Goes on behind a mistake, so that all are seen at once. */
  private void collect(Step step) {
    try {
      step.run();
    } catch (Mistake mistake) {
      mistakes.add(mistake);
    }
  }

  private interface Step {
    void run() throws Mistake;
  }

  private void message(FileDescriptor file, Descriptor message) throws Mistake {
    warnings.addAll(checks.message(message, errorEnums));
    write(
        file,
        JavaNames.of(message),
        JavaNames.inside(message),
        (code, scope) -> new MessageEmitter(message, scope, sources).emit(code));
  }

  private void enumeration(FileDescriptor file, EnumDescriptor type) throws Mistake {
    warnings.addAll(errorEnums.check(type));
    write(
        file,
        JavaNames.of(type),
        List.of(),
        (code, scope) -> new EnumEmitter(type, scope, sources).emit(code));
  }

  private void service(FileDescriptor file, ServiceDescriptor service) throws Mistake {
    ServiceEmitter emitter = new ServiceEmitter(service, errorEnums, sources);
    write(file, JavaNames.of(service), List.of(), emitter::emitInterface);
    if (emitter.isCalledByGuests()) {
      write(file, JavaNames.client(service), List.of(), emitter::emitClient);
      write(file, JavaNames.host(service), List.of(), emitter::emitHost);
    }
  }

  private void write(
      FileDescriptor file, JavaType type, List<String> inside, BiConsumer<Code, Scope> emitter) {
    Scope scope = new Scope(type, inside, classesByPackage.get(type.packageName()), Set.of());
    Code code = new Code();
    emitter.accept(code, scope);
    if (!scope.roots().isEmpty()) {
      // Again, with no variable that hides the package of a class.
      scope = new Scope(type, inside, classesByPackage.get(type.packageName()), scope.roots());
      code = new Code();
      emitter.accept(code, scope);
    }
    String imports = scope.imports();
    String content =
        """
        // Generated by protoc-gen-parigot from %s. Changes here are lost.
        package %s;

        %s%s"""
            .formatted(
                file.getName(), type.packageName(), imports.isEmpty() ? "" : imports + "\n", code);
    written.add(
        CodeGeneratorResponse.File.newBuilder().setName(type.file()).setContent(content).build());
  }
}
