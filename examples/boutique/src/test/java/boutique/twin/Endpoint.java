package boutique.twin;

import java.util.Arrays;
import java.util.List;

/**
 * Where a service is served.
 *
 * @param service its name, as in {@code cart.v1.cart}
 * @param port on the loopback interface
 * @param methods what its methods are called
 */
record Endpoint(String service, int port, List<String> methods) {
  private static final int PARTS = 3;

  /** Reads several, as {@link #written} writes them. */
  static List<Endpoint> read(String written) {
    return Arrays.stream(written.split(" "))
        .filter(each -> !each.isEmpty())
        .map(Endpoint::readOne)
        .toList();
  }

  private static Endpoint readOne(String written) {
    String[] parts = written.split(":", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException(
          written + " is no endpoint, which is SERVICE:PORT:METHOD,METHOD…");
    }
    return new Endpoint(parts[0], Integer.parseInt(parts[1]), List.of(parts[2].split(",")));
  }

  /** In one word. */
  String written() {
    return service + ":" + port + ":" + String.join(",", methods);
  }
}
