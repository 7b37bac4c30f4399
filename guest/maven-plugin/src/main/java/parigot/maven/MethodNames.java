package parigot.maven;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.teavm.backend.wasm.generate.WasmNameProvider;
import org.teavm.dependency.DependencyInfo;
import org.teavm.model.MethodReference;

/**
 * The names of a module's functions, as a person writes those of methods: {@code
 * shop.ShopService.price}. Those of the class library stay as short as TeaVM makes them. What is
 * TeaVM's own or ours, or no method, and variables, have none: names are for traps and thread
 * dumps, and take up room.
 */
final class MethodNames {
  private static final int CUSTOM = 0;
  private static final int FUNCTIONS = 1;
  private static final Pattern METHOD = Pattern.compile("(meth_\\w+?)(?:_\\d+)?");
  private static final String METHOD_PREFIX = "meth_";
  private static final byte[] NAME = "name".getBytes(StandardCharsets.US_ASCII);

  private final byte[] module;
  private final Map<String, String> whole = new HashMap<>();
  private final Set<String> inner = new HashSet<>();

  private MethodNames(byte[] module, DependencyInfo program) {
    this.module = module;
    WasmNameProvider names = new WasmNameProvider();
    for (MethodReference method : program.getReachableMethods()) {
      String className = method.getClassName();
      if (className.startsWith("org.teavm.") || className.startsWith("parigot.maven.")) {
        inner.add(names.forMethod(method));
      } else if (!className.startsWith("java.")) {
        whole.put(names.forMethod(method), className + "." + method.getName());
      }
    }
  }

  /** A module of TeaVM's that has kept its names, with these. */
  static byte[] in(byte[] module, DependencyInfo program) {
    return new MethodNames(module, program).rewritten();
  }

  private byte[] rewritten() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(module.length);
    out.write(module, 0, ModuleBytes.HEADER);
    ModuleBytes in = new ModuleBytes(module, ModuleBytes.HEADER);
    while (in.at() < module.length) {
      int start = in.at();
      int id = in.octet();
      int length = in.unsigned();
      int end = in.at() + length;
      if (id == CUSTOM && text(in).equals("name")) {
        writeNames(functions(in, end), out);
      } else {
        out.write(module, start, end - start);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  private Map<Integer, String> functions(ModuleBytes in, int end) {
    Map<Integer, String> functions = new TreeMap<>();
    while (in.at() < end) {
      int id = in.octet();
      int length = in.unsigned();
      int next = in.at() + length;
      for (int more = id == FUNCTIONS ? in.unsigned() : 0; more > 0; more--) {
        int function = in.unsigned();
        Matcher method = METHOD.matcher(text(in));
        if (method.matches() && !isInner(method)) {
          functions.put(function, readable(method));
        }
      }
      in.seek(next);
    }
    return functions;
  }

  private boolean isInner(Matcher method) {
    return inner.contains(method.group()) || inner.contains(method.group(1));
  }

  /** TeaVM gives a name that is there already a number. */
  private String readable(Matcher method) {
    String exact = whole.get(method.group());
    String numbered = exact == null ? whole.get(method.group(1)) : exact;
    return numbered == null ? method.group().substring(METHOD_PREFIX.length()) : numbered;
  }

  private String text(ModuleBytes in) {
    int length = in.unsigned();
    int start = in.at();
    in.skip(length);
    return new String(module, start, length, StandardCharsets.UTF_8);
  }

  private static void writeNames(Map<Integer, String> functions, ByteArrayOutputStream out) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    ModuleBytes.unsigned(names, functions.size());
    functions.forEach(
        (function, name) -> {
          ModuleBytes.unsigned(names, function);
          writeBytes(name.getBytes(StandardCharsets.UTF_8), names);
        });
    ByteArrayOutputStream section = new ByteArrayOutputStream();
    writeBytes(NAME, section);
    section.write(FUNCTIONS);
    writeBytes(names.toByteArray(), section);
    out.write(CUSTOM);
    writeBytes(section.toByteArray(), out);
  }

  private static void writeBytes(byte[] bytes, ByteArrayOutputStream out) {
    ModuleBytes.unsigned(out, bytes.length);
    out.writeBytes(bytes);
  }
}
