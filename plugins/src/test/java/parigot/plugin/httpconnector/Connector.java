package parigot.plugin.httpconnector;

import java.io.IOException;
import parigot.plugin.PluginException;
import parigot.plugin.TestPluginContext;

/**
 * The plugin as the runtime drives it, on any free port, with the guests' side in a test's hand.
 */
final class Connector implements AutoCloseable {
  final Receiver receiver;
  final HttpConnectorServer plugin = new HttpConnectorServer();

  Connector(String settings) throws PluginException {
    this(settings, new Receiver());
  }

  Connector(String settings, Receiver receiver) throws PluginException {
    this.receiver = receiver;
    plugin.start(
        TestPluginContext.of("httpconnector", "port = 0\n" + settings).withGuests(receiver));
  }

  Connection connect() throws IOException {
    return new Connection(plugin.address());
  }

  Connection connectFrom(String address) throws IOException {
    return new Connection(plugin.address(), address);
  }

  @Override
  public void close() {
    plugin.close();
  }
}
