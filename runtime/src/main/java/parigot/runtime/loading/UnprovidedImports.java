package parigot.runtime.loading;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import parigot.plugin.NearestName;
import parigot.runtime.plugins.Plugins;
import parigot.runtime.settings.GuestSettings;
import parigot.wasm.CompiledModule.Import;
import parigot.wasm.InspectedModule;

/** What a guest imports and does not get, in a sentence that says what could be meant. */
final class UnprovidedImports {
  private static final String WASI = "wasi_snapshot_preview1";
  private static final int MOST_NAMED = 5;

  /** Modules that other hosts have, and what to do instead. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "env", "a C linker puts there what was declared and not defined: link what defines it",
          "wasi_unstable", "that is the WASI before preview 1: build it for preview 1",
          "go", "that is for browsers: build it with GOOS=wasip1",
          "gojs", "that is for browsers: build it with GOOS=wasip1",
          "__wbindgen_placeholder__", "that is for browsers: build it for wasm32-wasip1");

  private UnprovidedImports() {}

  /**
   * @param offered the names of the functions that the guest is offered, by host module
   */
  static Optional<String> of(
      InspectedModule module,
      GuestSettings guest,
      Map<String, Set<String>> offered,
      Plugins plugins) {
    List<Import> missing = module.unprovided(offered);
    for (Import wanted : missing) {
      if (plugins.isKnown(wanted.module()) && !guest.plugins().contains(wanted.module())) {
        return Optional.of(
            "%s imports %s, and the guest is not granted that plugin; add %s to parigot.guests.%s.plugins."
                .formatted(
                    module.file().getFileName(), wanted.shown(), wanted.module(), guest.name()));
      }
    }
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s imports %s, which nobody provides; %s"
            .formatted(module.file(), list(missing), hint(missing.get(0), offered)));
  }

  private static String list(List<Import> missing) {
    List<String> names = missing.stream().limit(MOST_NAMED).map(Import::shown).toList();
    int others = missing.size() - names.size();
    if (others > 0) {
      return "%s and %d more".formatted(String.join(", ", names), others);
    }
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }

  private static String hint(Import wanted, Map<String, Set<String>> offered) {
    Map<String, Set<String>> known = new TreeMap<>(offered);
    known.put(WASI, InspectedModule.wasiFunctions());
    Set<String> functions = known.get(wanted.module());
    if (functions != null) {
      return NearestName.of(wanted.name(), new TreeSet<>(functions))
          .map(name -> "did you mean %s?".formatted(new Import(wanted.module(), name).shown()))
          .orElse("%s has no such function".formatted(wanted.module()));
    }
    if (ELSEWHERE.containsKey(wanted.module())) {
      return ELSEWHERE.get(wanted.module());
    }
    return NearestName.of(wanted.module(), known.keySet())
        .map(name -> "did you mean %s?".formatted(new Import(name, wanted.name()).shown()))
        .orElse("it can import from " + String.join(", ", known.keySet()));
  }
}
