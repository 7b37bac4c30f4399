package boutique;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for a free port before the application is booted, and says so in a system property. */
final class FreePort implements BeforeAllCallback {
  static final String PROPERTY = "boutique.port";

  /** The port. */
  static int number() {
    return Integer.getInteger(PROPERTY);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.setProperty(PROPERTY, String.valueOf(free.getLocalPort()));
    }
    ConfigFactory.invalidateCaches();
  }
}
