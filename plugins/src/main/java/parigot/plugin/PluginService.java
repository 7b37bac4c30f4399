package parigot.plugin;

import java.util.List;

/**
 * A service that a plugin serves.
 *
 * @param module the module name under which guests import its methods, as in {@code queue}
 * @param packagePath its protobuf package, as in {@code queue.v1}
 * @param name its name as the .proto writes it, as in {@code Queue}
 * @param methods its methods
 */
public record PluginService(
    String module, String packagePath, String name, List<PluginMethod<?, ?>> methods) {
  public PluginService {
    methods = List.copyOf(methods);
  }
}
