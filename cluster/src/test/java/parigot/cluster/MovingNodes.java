package parigot.cluster;

import com.google.protobuf.StringValue;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import parigot.actors.Application;
import parigot.actors.GuestStatus;
import parigot.actors.Parigot;
import parigot.kernel.MovableView;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.OwnAddress;
import parigot.runtime.settings.Placement;

/** The nodes of one application with a movable guest, all in this JVM. */
final class MovingNodes implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  static final Path MODULE =
      Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath().normalize();

  private final Map<String, int[]> ports = new LinkedHashMap<>();
  private final Map<String, Application> applications = new LinkedHashMap<>();
  private final String extra;
  private final Path folder;

  MovingNodes(String extra, String... nodes) {
    this(extra, MODULE.getParent(), nodes);
  }

  /**
   * @param folder with the module of the movable guest; of each node, in a folder of its name, if
   *     there is one
   */
  MovingNodes(String extra, Path folder, String... nodes) {
    this.extra = extra;
    this.folder = folder;
    for (String node : nodes) {
      ports.put(node, new int[] {freePort(), freePort()});
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a node listens for the others that decide about places. */
  int movingPort(String node) {
    return ports.get(node)[1];
  }

  private static String guest(String name, Path module, String... script) {
    return "parigot.guests.%s { wasm = \"%s\", args = [\"%s\"] }\n"
        .formatted(name, module, String.join("\", \"", script));
  }

  /** The file of the movable guest on this node. */
  Path module(String node) {
    Path own = folder.resolve(node).resolve(MODULE.getFileName());
    return Files.exists(own) ? own : folder.resolve(MODULE.getFileName());
  }

  Placement placement() {
    List<String> lines = new ArrayList<>();
    ports.forEach(
        (node, its) ->
            lines.add(
                "parigot.nodes.%s { host = 127.0.0.1, port = %d, moving-port = %d, roles = [data] }"
                    .formatted(node, its[0], its[1])));
    lines.add("parigot.placement { shop { movable = true, role = data, instances = 4 }");
    lines.add("caller { nodes = [%s] } }".formatted(String.join(", ", ports.keySet())));
    lines.add("parigot.link { heartbeat = 50 ms, silence = 1 s }");
    lines.add(
        "parigot.moving { fence-after = 1500 ms, move-after = 2500 ms, down-after = 1500 ms }");
    lines.add(extra);
    return Placement.of(ConfigFactory.parseString(String.join("\n", lines)));
  }

  Application start(String node) {
    return start(node, OwnAddress.UNKNOWN, "");
  }

  /**
   * Starts a node of a pool.
   *
   * @param host where it listens
   * @param settings of the application on this node
   * @return what it is called
   */
  String startOf(String pool, String host, String settings) {
    OwnAddress address = new OwnAddress(Optional.of(host), OptionalInt.empty());
    Application application = start(pool, address, settings);
    String name = pool + "-" + host.replace('.', '-');
    applications.remove(pool);
    applications.put(name, application);
    return name;
  }

  private Application start(String node, OwnAddress address, String more) {
    String guests =
        "parigot.cache-dir = target/compiled-guests\n"
            + more
            + "\n"
            + guest(
                "shop",
                module(node),
                "register shop",
                "export shop.v1 shop",
                "bind Echo echo",
                "launch")
            + guest(
                "caller",
                MODULE,
                "register caller",
                "export caller.v1 caller",
                "require shop.v1 shop",
                "bind Ask forward shop.v1 shop Echo",
                "launch");
    ApplicationSettings settings =
        ApplicationSettings.of(ConfigFactory.parseString(guests)).on(placement().at(address), node);
    Application application = Parigot.start(settings, (bytes, offset, length) -> {});
    applications.put(node, application);
    return application;
  }

  MovingNodes startAll() {
    ports.keySet().forEach(this::start);
    return this;
  }

  Application on(String node) {
    return applications.get(node);
  }

  /** Ends one as an operator does, in order. */
  void stop(String node) {
    limit(applications.remove(node).stop().toCompletableFuture());
  }

  static <T> T limit(CompletableFuture<T> future) {
    return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Calls the caller of a node with a text, which asks the movable guest. */
  String ask(String node, String text) {
    return limit(asking(node, "caller", "Ask", text)).getValue();
  }

  /** Calls the movable guest from a node, which locates it for each call. */
  String echo(String node, String text) {
    return limit(asking(node, "shop", "Echo", text)).getValue();
  }

  CompletableFuture<StringValue> asking(String node, String guest, String method, String text) {
    return on(node)
        .call(guest + ".v1", guest, method, StringValue.of(text), StringValue.class)
        .toCompletableFuture();
  }

  /** Has a node load a guest again, if it is another, and waits until it runs. */
  List<String> replace(String node, String guest) {
    return limit(on(node).replaceChanged(List.of(guest)).toCompletableFuture());
  }

  /** The guests that run with other code on other nodes than on this one. */
  Set<String> otherCode(String node) {
    Set<String> other = new TreeSet<>();
    on(node).nodes().forEach(its -> other.addAll(its.otherCode()));
    return other;
  }

  /** How the guests that may run on a node stand there. */
  List<String> states(String node) {
    return on(node).statuses().stream().map(GuestStatus::state).toList();
  }

  /** Waits for something; what is there then is told when it does not come. */
  void await(String what, BooleanSupplier wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        StringBuilder seen = new StringBuilder(what).append(" never came:");
        applications.forEach(
            (node, its) -> seen.append('\n').append(node).append(its.moves().guests()));
        throw new AssertionError(seen.toString());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Where the instances are that run, as each node knows of its own. */
  Map<String, Set<Integer>> places() {
    Map<String, Set<Integer>> places = new TreeMap<>();
    applications.forEach(
        (node, application) -> {
          for (MovableView guest : application.moves().guests()) {
            if (guest.state() == MovableView.State.PLACED && guest.node().equals(node)) {
              places.computeIfAbsent(node, unused -> new TreeSet<>()).add(guest.instance());
            }
          }
        });
    return places;
  }

  /** Waits until each of the four runs on one of these, and on each of these some. */
  void awaitSpread(String... nodes) {
    await(
        "a spread over " + List.of(nodes),
        () -> {
          Map<String, Set<Integer>> places = places();
          return places.keySet().equals(Set.of(nodes))
              && places.values().stream().mapToInt(Set::size).sum() == 4
              && runningInstances() == 4;
        });
  }

  private long runningInstances() {
    return applications.values().iterator().next().services().stream()
        .filter(service -> service.guest().contains("shop"))
        .filter(service -> service.started())
        .count();
  }

  @Override
  public void close() {
    CompletableFuture<?>[] ends =
        applications.values().stream()
            .map(application -> application.stop().toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    limit(CompletableFuture.allOf(ends));
  }
}
