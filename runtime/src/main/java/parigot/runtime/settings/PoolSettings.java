package parigot.runtime.settings;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Locale;

/**
 * Nodes that come and go and are not in the placement one by one: containers of which a platform
 * starts as many as it finds useful.
 *
 * @param name what they have in common; a node of it is started under this name, and with TLS its
 *     certificate has it
 * @param method how they find each other, as {@code akka.discovery} calls it
 * @param service what that is asked for, such as a DNS name
 * @param port where each of them listens, unless it was told otherwise
 */
public record PoolSettings(String name, String method, String service, int port) {
  /**
   * What the node of this pool is called that listens there: each node of the application calls it
   * so, and nobody has to be asked.
   */
  public String member(InetAddress host, int itsPort) {
    String literal = host.getHostAddress();
    if (host instanceof Inet6Address) {
      int zone = literal.indexOf('%');
      literal = zone < 0 ? literal : literal.substring(0, zone);
    }
    String address = literal.replaceAll("[.:]", "-").toLowerCase(Locale.ROOT);
    return name + "-" + address + (itsPort == port ? "" : "-" + itsPort);
  }
}
