package parigot.wasm;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what a module imports, for one of its instances. */
final class Linker {
  private final GuestInstance guest;
  private final Map<String, HostModule> hosts = new HashMap<>();
  private final Wasi wasi;
  private final TeaVmRuntime teaVm;

  Linker(GuestInstance guest, InstanceSettings settings, List<HostModule> modules) {
    this.guest = guest;
    for (HostModule module : modules) {
      if (hosts.put(module.name(), module) != null) {
        throw new IllegalArgumentException("two host modules are named " + module.name());
      }
    }
    this.wasi = new Wasi(guest, settings);
    this.teaVm = new TeaVmRuntime(settings.clockAndRandom());
  }

  /** A function that a guest may import. */
  record Provided(FunctionType type, WasmFunctionHandle handle) {}

  /** The guest's WASI. */
  Wasi wasi() {
    return wasi;
  }

  ImportValues link(List<ModuleFacts.Wanted> imports) throws Refused {
    Map<CompiledModule.Import, ImportFunction> linked = new LinkedHashMap<>();
    for (ModuleFacts.Wanted wanted : imports) {
      Provided provided = find(wanted);
      requireType(wanted, provided.type());
      linked.putIfAbsent(
          new CompiledModule.Import(wanted.module(), wanted.name()),
          new ImportFunction(wanted.module(), wanted.name(), provided.type(), provided.handle()));
    }
    return ImportValues.builder().withFunctions(linked.values()).build();
  }

  static void requireType(ModuleFacts.Wanted wanted, FunctionType actual) throws Refused {
    if (!actual.equals(wanted.type())) {
      throw new Refused(
          "imports %s with the type %s, but it is %s"
              .formatted(
                  wanted.shown(), ModuleFacts.print(wanted.type()), ModuleFacts.print(actual)));
    }
  }

  /**
   * The type of the function that an import would be linked with, if there is one.
   *
   * @param offered the names of the functions of host modules
   */
  static Optional<FunctionType> typeOf(
      ModuleFacts.Wanted wanted, Map<String, Set<String>> offered) {
    return switch (wanted.module()) {
      case WasiFunctions.MODULE ->
          Optional.ofNullable(WasiFunctions.all().get(wanted.name()))
              .map(WasiFunctions.Function::type);
      case TeaVmRuntime.MODULE, TeaVmRuntime.MATH_MODULE ->
          new TeaVmRuntime(MachineClockAndRandom.INSTANCE)
              .function(wanted.module(), wanted.name())
              .map(Provided::type);
      default ->
          offered.getOrDefault(wanted.module(), Set.of()).contains(wanted.name())
              ? Optional.of(MessageCall.TYPE)
              : Optional.empty();
    };
  }

  private Provided find(ModuleFacts.Wanted wanted) throws Refused {
    HostModule host = hosts.get(wanted.module());
    Optional<Provided> provided =
        switch (wanted.module()) {
          case WasiFunctions.MODULE -> wasi.function(wanted.name());
          case TeaVmRuntime.MODULE, TeaVmRuntime.MATH_MODULE ->
              teaVm.function(wanted.module(), wanted.name());
          default ->
              Optional.ofNullable(host)
                  .map(module -> module.functions().get(wanted.name()))
                  .map(
                      function ->
                          new Provided(
                              MessageCall.TYPE,
                              new MessageCall(guest, host, wanted.name(), function)));
        };
    return provided.orElseThrow(
        () -> new Refused("imports %s, which nobody provides".formatted(wanted.shown())));
  }
}
