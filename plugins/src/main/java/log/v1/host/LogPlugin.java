package log.v1.host;

import java.util.List;
import parigot.plugin.Caller;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;

/** What a plugin implements to serve {@code log.v1.Log}. */
public interface LogPlugin {

  LogResponse log(LogRequest request, Caller caller) throws ServiceError;

  /** The service, served by an implementation. */
  static PluginService service(LogPlugin implementation) {
    return new PluginService(
        "log",
        "log.v1",
        "Log",
        List.of(new PluginMethod<>("Log", "log_", LogRequest.parser(), implementation::log)));
  }
}
