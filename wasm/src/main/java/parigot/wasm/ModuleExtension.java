package parigot.wasm;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a module gets more than it has.
 *
 * @param types in their binary form, behind its own
 * @param functions the types' numbers of functions that come behind its own
 * @param globals in their binary form, behind its own
 * @param exports the functions that are exported in place of others, by the numbers of these
 * @param bodies of all functions, its own and those that come behind
 * @param names of functions that come behind, by their numbers, where it has names
 */
record ModuleExtension(
    List<WasmWriter> types,
    List<Integer> functions,
    List<WasmWriter> globals,
    Map<Integer, Integer> exports,
    List<WasmWriter> bodies,
    Map<Integer, String> names) {
  private static final int NAMES_OF_FUNCTIONS = 1;

  /** The module with all that. */
  byte[] of(byte[] module) {
    WasmReader in = new WasmReader(module);
    WasmWriter out = new WasmWriter().copy(module, 0, WasmReader.HEADER);
    in.skip(WasmReader.HEADER);
    boolean hasGlobals = false;
    while (!in.atEnd()) {
      int start = in.at();
      int id = in.octet();
      int size = in.count();
      int content = in.at();
      int end = in.endOf(size);
      if (id >= WasmReader.EXPORT && id != WasmReader.TAG && !hasGlobals) {
        out.octets(WasmReader.GLOBAL).sized(appended(new WasmWriter(), 0, globals));
        hasGlobals = true;
      }
      switch (id) {
        case WasmReader.TYPE -> out.octets(id).sized(more(module, in, end, types));
        case WasmReader.FUNCTION ->
            out.octets(id)
                .sized(
                    more(
                        module,
                        in,
                        end,
                        functions.stream().map(type -> new WasmWriter().unsigned(type)).toList()));
        case WasmReader.GLOBAL -> {
          out.octets(id).sized(more(module, in, end, globals));
          hasGlobals = true;
        }
        case WasmReader.EXPORT -> out.octets(id).sized(exports(module, in));
        case WasmReader.CODE -> {
          WasmWriter code = new WasmWriter().unsigned(bodies.size());
          bodies.forEach(code::sized);
          out.octets(id).sized(code);
        }
        case WasmReader.CUSTOM -> {
          if (in.text(end).equals("name")) {
            WasmWriter section = new WasmWriter().copy(module, content, in.at());
            out.octets(id).sized(names(section, module, in, end));
          } else {
            out.copy(module, start, end);
          }
        }
        default -> out.copy(module, start, end);
      }
      in.seek(end);
    }
    return out.toBytes();
  }

  /** A list that has more behind what it has. */
  private static WasmWriter more(byte[] module, WasmReader in, int end, List<WasmWriter> behind) {
    int there = in.count();
    return appended(new WasmWriter().copy(module, in.at(), end), there, behind);
  }

  private static WasmWriter appended(WasmWriter list, int there, List<WasmWriter> behind) {
    behind.forEach(list::append);
    return new WasmWriter().unsigned(there + behind.size()).append(list);
  }

  private WasmWriter exports(byte[] module, WasmReader in) {
    int count = in.count();
    WasmWriter all = new WasmWriter().unsigned(count);
    for (int i = 0; i < count; i++) {
      int start = in.at();
      int name = in.count();
      in.skip(name);
      boolean isFunction = in.octet() == 0;
      all.copy(module, start, in.at());
      int index = in.count();
      all.unsigned(isFunction ? exports.getOrDefault(index, index) : index);
    }
    return all;
  }

  private WasmWriter names(WasmWriter section, byte[] module, WasmReader in, int end) {
    List<WasmWriter> behind =
        names.entrySet().stream()
            .map(
                name -> {
                  byte[] utf8 = name.getValue().getBytes(StandardCharsets.UTF_8);
                  return new WasmWriter()
                      .unsigned(name.getKey())
                      .unsigned(utf8.length)
                      .copy(utf8, 0, utf8.length);
                })
            .toList();
    while (in.at() < end) {
      int start = in.at();
      int id = in.octet();
      int size = in.count();
      int next = in.endOf(size);
      if (id == NAMES_OF_FUNCTIONS) {
        section.octets(id).sized(more(module, in, next, behind));
      } else {
        section.copy(module, start, next);
      }
      in.seek(next);
    }
    return section;
  }
}
