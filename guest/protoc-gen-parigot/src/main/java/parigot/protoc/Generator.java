package parigot.protoc;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.Feature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes Java files of the .proto files in a request. */
final class Generator {
  /** The option that asks for the interfaces of plugins, and for nothing else. */
  private static final String PLUGINS = "plugins";

  /** The option that asks for the classes that the host calls guests by, and for nothing else. */
  private static final String CLIENTS = "clients";

  private final Sources sources = new Sources();
  private final Map<String, GenericDescriptor> classes = new HashMap<>();
  private final Map<String, Set<String>> classesByPackage = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Mistake> warnings = new ArrayList<>();
  private final List<CodeGeneratorResponse.File> written = new ArrayList<>();
  private final Checks checks = new Checks(sources);
  private final ErrorEnums errorEnums;
  private final HostClasses hostClasses;
  private final SharedModules sharedModules;

  private Generator(Map<String, FileDescriptor> files) {
    errorEnums = new ErrorEnums(files.values(), sources);
    hostClasses = new HostClasses(files.values());
    sharedModules = new SharedModules(files.values(), sources);
    files.values().forEach(this::remember);
    checkPackages(files.values());
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
    String option = request.getParameter();
    if (!option.isEmpty() && !option.equals(PLUGINS) && !option.equals(CLIENTS)) {
      return response
          .setError(
              "protoc-gen-parigot knows the options \"%s\" and \"%s\" alone, and not \"%s\"."
                  .formatted(PLUGINS, CLIENTS, option))
          .build();
    }
    Map<String, FileDescriptor> files;
    try {
      files = link(request);
    } catch (Mistake e) {
      return response.setError(e.getMessage()).build();
    }
    Generator generator = new Generator(files);
    for (String name : request.getFileToGenerateList()) {
      FileDescriptor file = files.get(name);
      switch (option) {
        case PLUGINS -> generator.services(file, generator::plugin);
        case CLIENTS -> generator.services(file, generator::hostClient);
        default -> generator.generate(file);
      }
    }
    sentences(generator.warnings).forEach(warn);
    return generator.mistakes.isEmpty()
        ? response.addAllFile(generator.written).build()
        : response.setError(String.join("\n", sentences(generator.mistakes))).build();
  }

  private static Map<String, FileDescriptor> link(CodeGeneratorRequest request) throws Mistake {
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    // A file comes behind those that it imports.
    for (FileDescriptorProto file : request.getProtoFileList()) {
      FileDescriptor[] imported =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      try {
        files.put(file.getName(), FileDescriptor.buildFrom(file, imported, true));
      } catch (DescriptorValidationException e) {
        throw NotLinked.in(file, e);
      }
    }
    return files;
  }

  private static List<String> sentences(List<Mistake> mistakes) {
    return mistakes.stream().sorted(Mistake.BY_PLACE).map(Mistake::getMessage).distinct().toList();
  }

  private void remember(FileDescriptor file) {
    Set<String> simpleNames =
        classesByPackage.computeIfAbsent(JavaPackages.of(file), name -> new TreeSet<>());
    JavaNames.topLevel(file)
        .forEach(
            (type, thing) -> {
              simpleNames.add(type.simpleName());
              // Not every file system tells capitals from small letters.
              String path = type.file().toLowerCase(Locale.ROOT);
              GenericDescriptor before = classes.putIfAbsent(path, thing);
              if (before != null) {
                mistakes.add(
                    sources.mistake(
                        thing,
                        "The class %s is made of %s too: give the two files different packages."
                            .formatted(type.qualifiedName(), before.getFile().getName())));
              }
            });
  }

  /** Java has no class that is called like a package. */
  private void checkPackages(Collection<FileDescriptor> files) {
    Map<String, FileDescriptor> packages = new HashMap<>();
    for (FileDescriptor file : files) {
      String name = JavaPackages.of(file);
      for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
        packages.putIfAbsent(name.substring(0, end), file);
      }
    }
    for (FileDescriptor file : files) {
      JavaNames.topLevel(file)
          .forEach(
              (type, thing) -> {
                FileDescriptor other = packages.get(type.qualifiedName());
                if (other != null) {
                  mistakes.add(
                      sources.mistake(
                          thing,
                          "The class %s would be called like the Java package of %s: write `option java_package` in one of the two files."
                              .formatted(type.qualifiedName(), other.getName())));
                }
              });
    }
  }

  private void generate(FileDescriptor file) {
    int before = mistakes.size();
    collect(() -> checks.file(file));
    if (mistakes.size() > before) {
      return;
    }
    file.getMessageTypes().forEach(message -> collect(() -> message(message)));
    file.getEnumTypes().forEach(type -> collect(() -> enumeration(type)));
    file.getServices().forEach(service -> collect(() -> service(service)));
  }

  private interface OfService {
    void make(ServiceDescriptor service) throws Mistake;
  }

  private void services(FileDescriptor file, OfService emitter) {
    int before = mistakes.size();
    collect(() -> checks.file(file));
    if (mistakes.size() == before) {
      file.getServices().forEach(service -> collect(() -> emitter.make(service)));
    }
  }

  private void hostClient(ServiceDescriptor service) throws Mistake {
    checks.service(service);
    if (!ParigotOptions.isReverse(service)) {
      written.add(new HostClientEmitter(service, sources).file());
    }
  }

  private void plugin(ServiceDescriptor service) throws Mistake {
    checks.service(service);
    if (new ServiceEmitter(service, errorEnums, sources).isCalledByGuests()) {
      sharedModules.warning(service).ifPresent(warnings::add);
      PluginEmitter emitter = new PluginEmitter(service, hostClasses, sources);
      checks.plugin(service, emitter);
      written.add(emitter.file());
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

  private void message(Descriptor message) throws Mistake {
    warnings.addAll(checks.message(message, errorEnums));
    write(
        message,
        JavaNames.of(message),
        JavaNames.inside(message),
        (code, scope) -> new MessageEmitter(message, scope, sources).emit(code));
  }

  private void enumeration(EnumDescriptor type) throws Mistake {
    warnings.addAll(checks.enumeration(type, errorEnums));
    write(
        type,
        JavaNames.of(type),
        List.of(),
        (code, scope) -> new EnumEmitter(type, scope, sources).emit(code));
  }

  private void service(ServiceDescriptor service) throws Mistake {
    checks.service(service);
    ServiceEmitter emitter = new ServiceEmitter(service, errorEnums, sources);
    write(service, JavaNames.of(service), List.of(), emitter::emitInterface);
    if (emitter.isCalledByGuests()) {
      write(service, JavaNames.client(service), List.of(), emitter::emitClient);
      write(service, JavaNames.host(service), List.of(), emitter::emitHost);
    }
  }

  private void write(
      GenericDescriptor thing, JavaType type, List<String> inside, BiConsumer<Code, Scope> emitter)
      throws Mistake {
    FileDescriptor file = thing.getFile();
    Set<String> neighbours = classesByPackage.get(type.packageName());
    Set<String> variables =
        thing instanceof ServiceDescriptor
            ? Scope.SERVICE_VARIABLES
            : thing instanceof Descriptor ? Scope.MESSAGE_VARIABLES : Set.of();
    Scope scope = new Scope(type, inside, neighbours, variables, Set.of());
    emitter.accept(new Code(), scope);
    // Again, with no variable that hides a class or the package of one.
    scope = new Scope(type, inside, neighbours, variables, scope.heads());
    Code code = new Code();
    emitter.accept(code, scope);
    if (!scope.hiddenRoots().isEmpty()) {
      throw sources.mistake(
          thing,
          "The Java code of \"%s\" has to name a class by its package, and \"%s\", which the package begins with, means something else there: write `option java_package` so that it begins with another word, or give \"%s\" and what is in it names that no class of Java has."
              .formatted(thing.getName(), scope.hiddenRoots().iterator().next(), thing.getName()));
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
