package parigot.bench;

import com.google.protobuf.BytesValue;
import java.util.List;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;

/** A plugin whose one function, {@code nothing.do_}, answers with its request. */
public final class NothingPlugin implements Plugin {
  @Override
  public String name() {
    return "nothing";
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public List<PluginService> services() {
    return List.of(
        new PluginService(
            "nothing",
            "nothing.v1",
            "Nothing",
            List.of(
                new PluginMethod<>(
                    "Do", "do_", BytesValue.parser(), (request, caller) -> request))));
  }

  @Override
  public void close() {}
}
