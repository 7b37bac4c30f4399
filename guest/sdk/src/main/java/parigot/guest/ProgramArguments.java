package parigot.guest;

import java.util.List;

/**
 * The arguments of {@code main} in a compiled guest. TeaVM's own way to them reads text through a
 * {@code Charset}, which is 60 KB of a module that may need nothing else of it; the guest's build
 * puts this in its place, by the name of this class and method.
 */
final class ProgramArguments {
  private ProgramArguments() {}

  static String[] read() {
    List<String> arguments = WasmHost.INSTANCE.arguments();
    String[] array = new String[arguments.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = arguments.get(i);
    }
    return array;
  }
}
