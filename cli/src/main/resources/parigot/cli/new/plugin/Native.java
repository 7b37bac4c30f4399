package @name@.plugin;

import @name@.v1.host.@Name@Plugin;
import @name@.v1.host.ShoutRequest;
import @name@.v1.host.ShoutResponse;
import java.util.List;
import java.util.Locale;
import parigot.plugin.Caller;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/** The plugin: does in Java, with any library, what guests cannot. */
public final class Native@Name@ implements Plugin, @Name@Plugin {

  @Override
  public String name() {
    return "@name@";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    // Its own settings, in application.conf at parigot.plugins.@name@, are read from config here.
    config.rejectOthers();
  }

  @Override
  public List<PluginService> services() {
    return List.of(@Name@Plugin.service(this));
  }

  /** May be called by several threads at once. */
  @Override
  public ShoutResponse shout(ShoutRequest request, Caller caller) {
    return ShoutResponse.newBuilder().setText(request.getText().toUpperCase(Locale.ROOT)).build();
  }

  @Override
  public void close() {}
}
