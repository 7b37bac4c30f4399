package parigot.runtime.loading;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.DescriptorsException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.descriptors.ServiceReports;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.plugins.Plugins;
import parigot.v1.host.ModuleExport;
import parigot.v1.host.ModuleImport;
import parigot.v1.host.ModuleReport;
import parigot.v1.host.ModuleSection;
import parigot.wasm.CompiledModule;
import parigot.wasm.CustomSections;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.InspectedModule;
import parigot.wasm.ModuleContents;
import parigot.wasm.ModuleException;

/** Says what is in a module's file, and what the module could not do as a guest. */
public final class ModuleInspection {
  private static final String WASI = "wasi_snapshot_preview1";

  /** What the functions of WASI begin with that want files or sockets, and what guests get. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "path_", "no file can be opened: files are the plugin file's",
          "sock_", "there are no sockets: HTTP is the plugin httpconnector's");

  private ModuleInspection() {}

  /**
   * Looks at a module. Nothing of it is compiled or run, and no plugin is started, so it is not
   * known whether a plugin has all the functions that the module wants of it.
   *
   * @throws StartException when the file is no module: a sentence that names it
   */
  public static ModuleReport of(Path file) {
    ModuleContents contents;
    try {
      contents = ModuleContents.of(file);
    } catch (ModuleException e) {
      throw new StartException(e.getMessage(), e);
    }
    Set<String> plugins = Plugins.onClassPath();
    ModuleReport.Builder report =
        ModuleReport.newBuilder()
            .setFile(file.toString())
            .setSize(contents.size())
            .setDigest(contents.fingerprint())
            .setFunctions(contents.functions());
    Set<String> problems = new LinkedHashSet<>();
    Set<String> needed = new LinkedHashSet<>();
    Map<String, Set<String>> offered = new TreeMap<>();
    offered.put(GuestProgram.KERNEL_MODULE, GuestProgram.kernelFunctions());
    for (ModuleContents.Imported each : contents.imports()) {
      Optional<String> provider = provider(each, plugins);
      if (plugins.contains(each.module())) {
        needed.add(each.module());
        offered.computeIfAbsent(each.module(), module -> new TreeSet<>()).add(each.name());
      }
      report.addImports(
          ModuleImport.newBuilder()
              .setModule(each.module())
              .setName(each.name())
              .setKind(each.kind())
              .setType(each.type())
              .setProvider(provider.orElse("")));
      if (each.module().equals(WASI)) {
        REFUSED.forEach(
            (prefix, reason) -> {
              if (each.name().startsWith(prefix)) {
                problems.add("%s.%s answers an error: %s".formatted(WASI, each.name(), reason));
              }
            });
      }
    }
    for (ModuleContents.Exported each : contents.exports()) {
      report.addExports(
          ModuleExport.newBuilder().setName(each.name()).setKind(each.kind()).setType(each.type()));
    }
    for (ModuleContents.Section each : contents.sections()) {
      report.addSections(
          ModuleSection.newBuilder()
              .setKind(each.kind())
              .setName(each.name())
              .setSize(each.size()));
    }
    contents
        .memory()
        .ifPresent(
            memory -> report.setInitialMemory(memory.initial()).setMaximumMemory(memory.maximum()));
    needed.removeAll(
        ConfigFactory.defaultReference().getStringList("parigot.guest-defaults.plugins"));
    report.addAllPlugins(needed);
    for (String plugin : needed) {
      problems.add(
          "it calls the plugin %s only if the guest is granted it: plugins = [%s]"
              .formatted(plugin, plugin));
    }
    asGuest(file, offered, report, problems);
    describe(file, report, problems);
    return report.addAllProblems(problems).build();
  }

  private static Optional<String> provider(ModuleContents.Imported wanted, Set<String> plugins) {
    if (wanted.module().equals(GuestProgram.KERNEL_MODULE)) {
      return GuestProgram.kernelFunctions().contains(wanted.name())
          ? Optional.of("the kernel")
          : Optional.empty();
    }
    if (wanted.module().equals(WASI)) {
      return InspectedModule.wasiFunctions().contains(wanted.name())
          ? Optional.of("WASI")
          : Optional.empty();
    }
    if (plugins.contains(wanted.module())) {
      return Optional.of("the plugin " + wanted.module());
    }
    return wanted.module().startsWith("teavm") ? Optional.of("TeaVM's runtime") : Optional.empty();
  }

  /** Whether it can be a guest at all. */
  private static void asGuest(
      Path file,
      Map<String, Set<String>> offered,
      ModuleReport.Builder report,
      Set<String> problems) {
    try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      InspectedModule module = engine.inspect(file);
      List<String> missing =
          module.unprovided(offered).stream().map(CompiledModule.Import::shown).toList();
      if (!missing.isEmpty()) {
        problems.add("it starts only with a plugin that provides " + String.join(", ", missing));
      }
      module.requireFits(Long.MAX_VALUE, offered);
      engine.validate(module);
      report.setKind(module.shape().name().toLowerCase(Locale.ROOT));
    } catch (ModuleException e) {
      problems.add("it cannot start: " + e.getMessage());
    }
  }

  private static void describe(Path file, ModuleReport.Builder report, Set<String> problems) {
    try {
      ByteString section = CustomSections.in(file, ServiceDescriptors.SECTION);
      ServiceDescriptors.of(section)
          .services()
          .forEach(service -> report.addServices(ServiceReports.of(service)));
    } catch (DescriptorsException e) {
      problems.add("its section %s %s".formatted(ServiceDescriptors.SECTION, e.getMessage()));
    } catch (ModuleException e) {
      throw new StartException(e.getMessage(), e);
    }
  }
}
