package parigot.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.kernel.CallView;
import parigot.runtime.Console;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.NodeSettings.Address;
import parigot.runtime.settings.SettingsException;

/**
 * The process of one node of an application under test. It ends when the application does, with its
 * code, and stops the node when its standard input ends.
 */
final class NodeMain {
  /** How long it takes at most until a node ends with the others, calls that wait included. */
  private static final int ENDING_SECONDS = 3;

  /** The exit code when calls waited for their answers at the end; applications have none of it. */
  static final int CALLS_WAITED = 197;

  private static final int NOT_STARTED = 193;
  private static final int FAILED = 196;

  private NodeMain() {}

  /**
   * Runs the node.
   *
   * @param args what is described, the node, on which ports the nodes listen, and at which ports it
   *     reaches the others, as in {@code a=1234,b=2345}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    String node = args[Described.ARGUMENTS];
    Application application;
    try {
      application =
          start(
              Described.of(Arrays.copyOf(args, Described.ARGUMENTS)),
              node,
              ports(args[Described.ARGUMENTS + 1]),
              ports(args[Described.ARGUMENTS + 2]));
    } catch (StartException | SettingsException unusable) {
      end(node, unusable.getMessage(), NOT_STARTED);
      return;
    }
    CompletionStage<?> unusedEnd =
        application
            .ended()
            .whenComplete(
                (code, failure) -> {
                  if (failure == null) {
                    Runtime.getRuntime().halt(code);
                  }
                  end(node, "the application failed: " + failure, FAILED);
                });
    while (System.in.read() >= 0) {
      // Until the test is over, or its process.
    }
    List<CallView> waiting = application.calls();
    if (!waiting.isEmpty() && !endsByItself(application)) {
      end(node, "calls still wait for their answers: " + waiting, CALLS_WAITED);
    }
    Runtime.getRuntime().halt(application.stop().toCompletableFuture().join());
  }

  /** Whether another node has ended the application, and this one is about to end as well. */
  private static boolean endsByItself(Application application) throws InterruptedException {
    try {
      int unusedItsCode =
          application.ended().toCompletableFuture().get(ENDING_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException failed) {
      return true;
    } catch (TimeoutException goesOn) {
      return false;
    }
  }

  private static void end(String node, String why, int code) {
    System.err.println(node + " | " + why);
    Runtime.getRuntime().halt(code);
  }

  private static Application start(
      Described described, String node, Map<String, Integer> ports, Map<String, Integer> reached) {
    ApplicationSettings settings = described.settings().on(described.placement(ports), node);
    return Parigot.start(
        settings.at(reaching(settings.node().orElseThrow(), reached)), Console.standardOutput());
  }

  /** The node with the others at these ports of the loopback interface. */
  static NodeSettings reaching(NodeSettings node, Map<String, Integer> ports) {
    List<Address> others = new ArrayList<>();
    for (Address other : node.others()) {
      Integer port = ports.get(other.node());
      others.add(port == null ? other : new Address(other.node(), "127.0.0.1", port));
    }
    return node.withOthers(others);
  }

  static String text(Map<String, Integer> ports) {
    return ports.entrySet().stream()
        .map(port -> port.getKey() + "=" + port.getValue())
        .collect(Collectors.joining(","));
  }

  private static Map<String, Integer> ports(String text) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String port : text.split(",", -1)) {
      if (!port.isEmpty()) {
        int equals = port.indexOf('=');
        ports.put(port.substring(0, equals), Integer.valueOf(port.substring(equals + 1)));
      }
    }
    return ports;
  }
}
