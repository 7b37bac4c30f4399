package parigot.plugin.log;

import java.util.List;
import log.v1.host.LogPlugin;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/**
 * The plugin {@code log}: what guests report goes into the log of the whole application, under the
 * guest's name.
 */
public final class LogServer implements Plugin {
  private GuestEvents events;

  @Override
  public String name() {
    return "log";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    events =
        new GuestEvents(LogSettings.of(PluginConfig.of(name(), context.config())), context.clock());
  }

  @Override
  public List<PluginService> services() {
    return List.of(LogPlugin.service(events));
  }

  @Override
  public void close() {
    if (events != null) {
      events.reportCuts();
    }
  }
}
