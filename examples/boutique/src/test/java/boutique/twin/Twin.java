package boutique.twin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shop as it would be without Parigot: each guest a process, its classes the same, and every
 * call between them one of grpc-java over loopback TCP.
 */
final class Twin implements AutoCloseable {
  private static final List<String> SERVICES =
      List.of(
          "ads",
          "cart",
          "catalogue",
          "checkout",
          "currency",
          "frontend",
          "payment",
          "recommendation",
          "shipping");

  private final Map<String, Running> running = new LinkedHashMap<>();
  private final List<Endpoint> endpoints = new ArrayList<>();

  private record Running(Process process, BufferedReader out) {}

  private Twin() {}

  /**
   * Starts the services and waits until all of them serve.
   *
   * @param guests the folder into which the build has written the guests
   */
  static Twin open(Path guests) throws IOException {
    return open(guests, Map.of());
  }

  private static Twin open(Path guests, Map<String, List<String>> mains) throws IOException {
    Twin twin = new Twin();
    try {
      for (String service : SERVICES) {
        twin.start(guests, service, List.of());
      }
      for (Map.Entry<String, List<String>> main : mains.entrySet()) {
        twin.start(guests, main.getKey(), main.getValue());
      }
      twin.introduce();
      return twin;
    } catch (IOException | RuntimeException e) {
      twin.close();
      throw e;
    }
  }

  private void start(Path guests, String guest, List<String> arguments) throws IOException {
    Path file = guests.resolve(guest + ".jvm.conf");
    if (!Files.exists(file)) {
      throw new IOException("The example is not built: there is no " + file + ".");
    }
    Config built = ConfigFactory.parseFile(file.toFile());
    Stream<String> classes =
        built.getStringList("class-path").stream()
            .map(part -> guests.resolve(part).normalize().toString());
    Stream<String> own =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(Stream.concat(own, classes).collect(Collectors.joining(File.pathSeparator)));
    command.add(GuestProcess.class.getName());
    command.add(built.getString("main-class"));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    running.put(
        guest,
        new Running(
            process,
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))));
  }

  /** Tells each of all the others, the mains last. */
  private void introduce() throws IOException {
    for (Map.Entry<String, Running> each : running.entrySet()) {
      String served = each.getValue().out.readLine();
      if (served == null) {
        throw new IOException(each.getKey() + " has ended before it served anything");
      }
      endpoints.addAll(Endpoint.read(served));
    }
    String all = endpoints.stream().map(Endpoint::written).collect(Collectors.joining(" "));
    for (Running each : running.values()) {
      PrintStream in =
          new PrintStream(each.process.getOutputStream(), true, StandardCharsets.UTF_8);
      in.println(all);
    }
  }

  /** Where a service is served. */
  Endpoint endpoint(String service) {
    return endpoints.stream()
        .filter(each -> each.service().equals(service))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nobody serves " + service));
  }

  /** Ends all of it, and waits until it has ended. */
  @Override
  public void close() {
    for (Running each : running.values()) {
      each.process.destroy();
    }
    for (Running each : running.values()) {
      each.process.onExit().join();
    }
  }

  /**
   * A crowd in the shop: prints what the guest {@code load} does, and ends with its code. The
   * arguments are the folder of the built guests, and those of {@code load}.
   */
  public static void main(String[] args) throws Exception {
    List<String> crowd = List.of(args).subList(1, args.length);
    int code;
    try (Twin twin = open(Path.of(args[0]), Map.of("load", crowd))) {
      Running load = twin.running.get("load");
      load.out.lines().forEach(System.out::println);
      code = load.process.waitFor();
    }
    System.exit(code);
  }
}
