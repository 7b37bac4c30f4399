package boutique.twin;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A process with one guest in it. The first line on its standard output says what it serves and
 * where, the first on its standard input what the others do; it ends with the guest, or when its
 * standard input does. The arguments are the guest's main class and the guest's own.
 */
final class GuestProcess {
  private GuestProcess() {}

  /** Runs the guest. */
  public static void main(String[] args) throws Exception {
    Network network = Network.open();
    List<String> arguments = List.of(args).subList(1, args.length);
    Host host = new Host(network, arguments);
    network.loop().submit(() -> start(args[0], arguments)).get();
    System.out.println(
        host.serve().stream().map(Endpoint::written).collect(Collectors.joining(" ")));
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line = in.readLine();
      if (line != null) {
        List<Endpoint> others = Endpoint.read(line);
        network.loop().submit(() -> host.begin(others)).get();
        in.lines().forEach(ignored -> {});
      }
    }
    System.exit(0);
  }

  private static Void start(String mainClass, List<String> arguments)
      throws ReflectiveOperationException {
    Class.forName(mainClass)
        .getMethod("main", String[].class)
        .invoke(null, (Object) arguments.toArray(String[]::new));
    return null;
  }
}
