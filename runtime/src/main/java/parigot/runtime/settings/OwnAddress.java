package parigot.runtime.settings;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * Where a node of a pool listens, which the placement cannot say.
 *
 * @param host at which the others reach it; when empty, the address from which it reaches them
 * @param port when empty, its pool's
 */
@API(status = API.Status.STABLE)
public record OwnAddress(Optional<String> host, OptionalInt port) {
  /** What can be found out is found out. */
  public static final OwnAddress UNKNOWN = new OwnAddress(Optional.empty(), OptionalInt.empty());

  /**
   * @param named the nodes that the placement names
   * @throws SettingsException when the address cannot be found out
   */
  NodeSettings.Address of(PoolSettings pool, List<NodeSettings.Address> named) {
    InetAddress address = host.map(OwnAddress::resolved).orElseGet(() -> towards(pool, named));
    int own = port.orElse(pool.port());
    return new NodeSettings.Address(pool.member(address, own), address.getHostAddress(), own);
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new SettingsException(
          "The name %s is not known: --host, or PARIGOT_HOST in the environment, must be an address"
                  .formatted(host)
              + " of this machine at which the other nodes reach it.");
    }
  }

  /** Nothing is sent: the system says from which of its addresses it would be. */
  private static InetAddress towards(PoolSettings pool, List<NodeSettings.Address> named) {
    for (NodeSettings.Address other : named) {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.connect(new InetSocketAddress(InetAddress.getByName(other.host()), other.port()));
        return socket.getLocalAddress();
      } catch (IOException e) {
        // Perhaps another can be reached.
      }
    }
    throw new SettingsException(
        "No other node can be reached from here, so it is not known at which address this node of"
            + " the pool %s is: say it with --host, or PARIGOT_HOST in the environment."
                .formatted(pool.name()));
  }
}
