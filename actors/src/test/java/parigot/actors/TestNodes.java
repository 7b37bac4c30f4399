package parigot.actors;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import parigot.kernel.NodeView;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;
import parigot.runtime.testing.Within;

/** The nodes of one application, all in this JVM, linked over the loopback interface. */
final class TestNodes implements AutoCloseable {
  private final TestApplication described;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final List<String> settings = new ArrayList<>();
  private final Map<String, RecordedConsole> consoles = new LinkedHashMap<>();
  private final Map<String, Application> applications = new LinkedHashMap<>();

  /**
   * @param described what the application has; only described, never started
   * @param nodes their names
   */
  TestNodes(TestApplication described, String... nodes) {
    this.described = described;
    for (String node : nodes) {
      ports.put(node, freePort());
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a guest runs, as in {@code nodes = [b]}. */
  TestNodes place(String guest, String where) {
    return set("placement.%s { %s }".formatted(guest, where));
  }

  /** One more setting below {@code parigot}. */
  TestNodes set(String setting) {
    settings.add("parigot." + setting);
    return this;
  }

  Placement placement() {
    String nodes =
        ports.entrySet().stream()
            .map(
                node ->
                    "parigot.nodes.%s { host = 127.0.0.1, port = %d, roles = [role-%s, all] }"
                        .formatted(node.getKey(), node.getValue(), node.getKey()))
            .collect(joining("\n"));
    Config config =
        ConfigFactory.parseString(nodes + "\n" + String.join("\n", settings))
            .withFallback(ConfigFactory.parseString("parigot.link.heartbeat = 50 ms"));
    return Placement.of(config);
  }

  /** Starts one node. */
  Application start(String node) {
    return start(node, node);
  }

  /** Waits until a node sees the only other one so. */
  void awaitNode(String from, Predicate<NodeView> wanted) {
    long deadline = System.nanoTime() + Within.LIMIT.toNanos();
    while (!wanted.test(on(from).nodes().get(0))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never so: " + on(from).nodes());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Starts one node, to be known here by another name. */
  Application start(String node, String as) {
    RecordedConsole console = new RecordedConsole();
    ApplicationSettings its = ApplicationSettings.of(described.config()).on(placement(), node);
    Application application = Parigot.start(its, console);
    consoles.put(as, console);
    applications.put(as, application);
    return application;
  }

  TestNodes startAll() {
    ports.keySet().forEach(this::start);
    return this;
  }

  /** Starts all, and waits until every guest has launched. */
  TestNodes launched() {
    startAll();
    applications.values().forEach(application -> Within.limit(application.launched()));
    return this;
  }

  Application on(String node) {
    return applications.get(node);
  }

  /** What the mains of this node have printed. */
  String printed(String node) {
    return consoles.get(node).text();
  }

  /** Waits for the end of all nodes, which end with one code. */
  int code() {
    List<Integer> codes = new ArrayList<>();
    applications.values().forEach(application -> codes.add(Within.limit(application.ended())));
    if (codes.stream().distinct().count() != 1) {
      throw new AssertionError("The nodes ended with the codes " + codes);
    }
    return codes.get(0);
  }

  @Override
  public void close() {
    CompletableFuture<?>[] ends =
        applications.values().stream()
            .map(application -> application.stop().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    Within.limit(CompletableFuture.allOf(ends));
    described.close();
  }
}
