package parigot.protos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parigot.message.Message;
import parigot.protoc.ProtocGenParigot;

/**
 * Takes .proto files through protoc, the generator and the Java compiler, many at once, and sends
 * messages through the classes.
 */
final class Trial {
  private static final int LONGEST_FILE_NAME = 255;
  private static final Pattern SENTENCE = Pattern.compile("([^:]+\\.proto):(\\d+):(\\d+): .{20,}");

  private final Protoc protoc;
  private final JavaInMemory java = new JavaInMemory();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int notForProtoc;
  private int accepted;
  private int messages;
  private int interfaces;

  Trial(Protoc protoc) {
    this.protoc = protoc;
  }

  /** Files that belong together, and what was made of them. */
  private record Case(
      List<ProtoFile> protos,
      List<FileDescriptorProto> files,
      Map<String, String> sources,
      Map<String, String> plugins) {
    private String text() {
      return protos.stream()
          .map(proto -> "// " + proto.name() + "\n" + proto.text())
          .collect(Collectors.joining("\n"));
    }
  }

  /** Tries each on its own; fails with the first that is neither refused properly nor compiles. */
  void run(List<List<ProtoFile>> all)
      throws IOException, InterruptedException, ReflectiveOperationException {
    List<Case> cases = new ArrayList<>();
    for (List<ProtoFile> protos : all) {
      Protoc.Answer answer = protoc.describe(protos);
      if (answer.accepts()) {
        generate(protos, answer.files(), cases);
      } else {
        notForProtoc++;
      }
    }
    if (cases.isEmpty()) {
      return;
    }
    Map<String, String> sources = new LinkedHashMap<>();
    cases.forEach(one -> sources.putAll(one.sources));
    JavaInMemory.Compiled compiled = java.compile(sources);
    complain(compiled.complaints(), cases);
    checkFiles(compiled.classes());
    compilePlugins(cases);
    for (Case one : cases) {
      accepted++;
      sendThrough(one, compiled.classes());
    }
  }

  private void compilePlugins(List<Case> cases) throws InterruptedException {
    Map<String, String> sources = new LinkedHashMap<>();
    cases.forEach(one -> sources.putAll(one.plugins));
    if (!sources.isEmpty()) {
      complain(java.compile(sources).complaints(), cases);
    }
  }

  private void generate(List<ProtoFile> protos, List<FileDescriptorProto> files, List<Case> cases) {
    CodeGeneratorRequest request =
        CodeGeneratorRequest.newBuilder()
            .addAllFileToGenerate(protos.stream().map(ProtoFile::name).toList())
            .addAllProtoFile(files)
            .build();
    CodeGeneratorResponse response =
        ProtocGenParigot.generate(request, warning -> assertThat(warning).matches(SENTENCE));
    Case one = new Case(protos, files, new LinkedHashMap<>(), new LinkedHashMap<>());
    if (isRefused(one, response)) {
      return;
    }
    PluginSources host = PluginSources.beside(response.getFileList(), files);
    CodeGeneratorResponse plugins =
        ProtocGenParigot.generate(
            request.toBuilder()
                .clearProtoFile()
                .addAllProtoFile(host.protos())
                .setParameter("plugins")
                .build(),
            warning -> assertThat(warning).matches(SENTENCE));
    if (!isRefused(one, plugins)) {
      interfaces += plugins.getFileCount();
      one.plugins.putAll(host.with(plugins.getFileList()));
    }
    for (CodeGeneratorResponse.File file : response.getFileList()) {
      String before = one.sources.put(file.getName(), file.getContent());
      assertThat(before).as("%s twice of %s", file.getName(), one.text()).isNull();
    }
    cases.add(one);
  }

  private boolean isRefused(Case one, CodeGeneratorResponse response) {
    if (!response.hasError()) {
      return false;
    }
    for (String sentence : response.getError().split("\n", -1)) {
      assertThat(sentence).as(one.text()).matches(SENTENCE);
      refusals.merge(kind(sentence), 1, Integer::sum);
    }
    return true;
  }

  /** A sentence without what stands in quotes, for counting. */
  private static String kind(String sentence) {
    return sentence
        .replaceFirst("^\\S+ ", "")
        .replaceAll("\"[^\"]*\"|\\S*c\\d+\\S*|function \\S+|\\d{3}", "…");
  }

  /** Fails with all that the compiler says, and the whole of the first. */
  private static void complain(Map<String, List<String>> complaints, List<Case> cases) {
    if (complaints.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder("the Java compiler complains:\n");
    complaints.forEach(
        (path, said) -> text.append(path).append(' ').append(said.get(0)).append('\n'));
    Map.Entry<String, List<String>> first = complaints.entrySet().iterator().next();
    for (Case one : cases) {
      String source = one.sources.getOrDefault(first.getKey(), one.plugins.get(first.getKey()));
      if (source != null) {
        text.append(String.join("\n", first.getValue())).append('\n');
        text.append(numbered(source)).append("\nof\n").append(one.text());
      }
    }
    throw new AssertionError(text);
  }

  private static String numbered(String text) {
    StringBuilder all = new StringBuilder();
    int number = 0;
    for (String line : text.lines().limit(2000).toList()) {
      all.append(++number).append(' ').append(line).append('\n');
    }
    return all.toString();
  }

  /** Each class can be a file, on any file system. */
  private static void checkFiles(Map<String, byte[]> classes) {
    Map<String, String> seen = new HashMap<>();
    JavaInMemory.files(classes)
        .forEach(
            file -> {
              for (String part : file.split("/", -1)) {
                assertThat(part.length()).as(part).isLessThanOrEqualTo(LONGEST_FILE_NAME);
              }
              assertThat(seen.put(file.toLowerCase(Locale.ROOT), file)).as(file).isNull();
            });
  }

  private void sendThrough(Case one, Map<String, byte[]> classes)
      throws ReflectiveOperationException {
    Map<String, Descriptor> types = types(one);
    Set<String> sent = new HashSet<>();
    ClassLoader loader = JavaInMemory.loader(classes);
    RoundTrip roundTrip = new RoundTrip(new Random(one.text().hashCode()));
    for (String name : classes.keySet()) {
      String outermost = name.replaceFirst("\\$.*", "");
      if (!one.sources.containsKey(outermost.replace('.', '/') + ".java")) {
        continue;
      }
      Class<?> type = Class.forName(name, true, loader);
      if (Message.class.isAssignableFrom(type)) {
        Message instance = (Message) type.getMethod("getDefaultInstance").invoke(null);
        roundTrip.of(types.get(instance.typeName()), instance);
        assertThat(sent.add(instance.typeName())).isTrue();
        messages++;
      }
    }
    assertThat(sent).isEqualTo(types.keySet());
  }

  private static Map<String, Descriptor> types(Case one) {
    Map<String, FileDescriptor> files = new HashMap<>();
    Map<String, Descriptor> types = new HashMap<>();
    Set<String> own = one.protos.stream().map(ProtoFile::name).collect(Collectors.toSet());
    for (FileDescriptorProto file : one.files) {
      FileDescriptor[] imported =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      try {
        files.put(file.getName(), FileDescriptor.buildFrom(file, imported));
      } catch (DescriptorValidationException e) {
        throw new AssertionError(one.text(), e);
      }
      if (own.contains(file.getName())) {
        files.get(file.getName()).getMessageTypes().forEach(type -> add(type, types));
      }
    }
    return types;
  }

  private static void add(Descriptor type, Map<String, Descriptor> types) {
    if (!type.getOptions().getMapEntry()) {
      types.put(type.getFullName(), type);
      type.getNestedTypes().forEach(nested -> add(nested, types));
    }
  }

  int accepted() {
    return accepted;
  }

  /** How many interfaces of plugins compile. */
  int interfaces() {
    return interfaces;
  }

  /** What was tried, for a person. */
  String figures() {
    StringBuilder text = new StringBuilder();
    text.append(accepted).append(" compiled, ").append(messages).append(" messages sent through, ");
    text.append(interfaces).append(" interfaces of plugins compiled, ");
    text.append(notForProtoc).append(" not accepted by protoc; sentences:");
    refusals.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .forEach(
            kind ->
                text.append("\n  ").append(kind.getValue()).append(" x ").append(kind.getKey()));
    return text.toString();
  }
}
