package parigot.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.kernel.NodeView;
import parigot.peers.proxy.LinkProxy;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.NodeSettings.Address;
import parigot.runtime.settings.Placement;

/**
 * The nodes of one application, all in this JVM: what {@link WithApplication#placement} boots. They
 * listen on free ports of the loopback interface, whatever the placement says, and between each two
 * of them stands a proxy, so that a test can cut and slow down their link. From any thread.
 */
public final class Nodes implements AutoCloseable {
  private final ApplicationSettings settings;
  private final Placement placement;
  private final RecordedOutput output;
  private final int timeoutSeconds;
  private final Map<String, Application> running = new LinkedHashMap<>();
  private final Map<Link, LinkProxy> proxies = new LinkedHashMap<>();

  /** The link of two nodes; who has the lower name dials. */
  private record Link(String lower, String higher) {
    static Link of(String one, String other) {
      return one.compareTo(other) < 0 ? new Link(one, other) : new Link(other, one);
    }
  }

  private Nodes(
      ApplicationSettings settings,
      Placement placement,
      RecordedOutput output,
      int timeoutSeconds) {
    this.settings = settings;
    this.placement = placement;
    this.output = output;
    this.timeoutSeconds = timeoutSeconds;
  }

  static Nodes boot(
      ApplicationSettings settings, Config placement, RecordedOutput output, int timeoutSeconds)
      throws IOException {
    Config here = placement;
    for (String name : placement.getObject("parigot.nodes").keySet()) {
      String node = "parigot.nodes." + name;
      here =
          here.withValue(node + ".host", ConfigValueFactory.fromAnyRef("127.0.0.1"))
              .withValue(node + ".port", ConfigValueFactory.fromAnyRef(freePort()));
    }
    Nodes nodes = new Nodes(settings, Placement.of(here), output, timeoutSeconds);
    try {
      for (String name : nodes.names()) {
        NodeSettings its = settings.on(nodes.placement, name).node().orElseThrow();
        for (Address other : its.others()) {
          if (name.compareTo(other.node()) < 0) {
            nodes.proxies.put(
                new Link(name, other.node()),
                LinkProxy.to(new InetSocketAddress(other.host(), other.port())));
          }
        }
      }
      nodes.names().forEach(nodes::start);
      return nodes;
    } catch (RuntimeException e) {
      nodes.close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Their names, in order. */
  public List<String> names() {
    return placement.names();
  }

  /** The application as it runs on this node. */
  public synchronized Application on(String node) {
    Application application = running.get(node);
    if (application == null) {
      throw new IllegalArgumentException(
          "No node %s runs; there are %s.".formatted(node, running.keySet()));
    }
    return application;
  }

  /** Starts a node that was stopped, as a new process would be: it knows nothing of before. */
  public synchronized Application start(String node) {
    ApplicationSettings its = settings.on(placement, node);
    Application application =
        Parigot.start(its.at(throughProxies(its.node().orElseThrow())), output.console());
    running.put(node, application);
    return application;
  }

  private NodeSettings throughProxies(NodeSettings node) {
    List<Address> others = new ArrayList<>();
    for (Address other : node.others()) {
      LinkProxy proxy = proxies.get(new Link(node.name(), other.node()));
      others.add(proxy == null ? other : new Address(other.node(), "127.0.0.1", proxy.port()));
    }
    return node.withOthers(others);
  }

  /** Stops a node in order, and waits for its end. The application goes on on the others. */
  public void stop(String node) throws Exception {
    on(node).stop().toCompletableFuture().get(timeoutSeconds, TimeUnit.SECONDS);
  }

  /** Cuts the link of two nodes: nothing passes any more, and neither is told. */
  public void cut(String one, String other) {
    proxy(one, other).hold();
  }

  /** The link is whole again. What was under way arrives, late. */
  public void heal(String one, String other) {
    proxy(one, other).release();
  }

  /** What the two say to each other arrives so much later from now on. */
  public void delay(String one, String other, Duration time) {
    proxy(one, other).delay(time);
  }

  /**
   * Breaks the connection of two nodes, as a network device does that has been restarted, and waits
   * until both have noticed.
   */
  public void reset(String one, String other) throws InterruptedException {
    // When a session began tells it from the next one.
    Optional<Long> ofOne = view(one, other).linkedAt();
    Optional<Long> ofOther = view(other, one).linkedAt();
    proxy(one, other).cut();
    proxy(one, other).mend();
    await(
        () ->
            !view(one, other).linkedAt().equals(ofOne)
                && !view(other, one).linkedAt().equals(ofOther),
        "%s and %s notice that their link was broken".formatted(one, other));
  }

  private LinkProxy proxy(String one, String other) {
    LinkProxy proxy = proxies.get(Link.of(one, other));
    if (proxy == null) {
      throw new IllegalArgumentException("There is no link of %s and %s.".formatted(one, other));
    }
    return proxy;
  }

  /** Waits until the first of the two sees the other's guests running, or sees it away. */
  public void await(String from, String other, boolean linked) throws InterruptedException {
    await(
        () -> linked ? runs(view(from, other)) : view(from, other).linkedAt().isEmpty(),
        "%s is %s for %s".formatted(other, linked ? "linked" : "away", from));
  }

  private void await(BooleanSupplier reached, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within %d s: %s".formatted(timeoutSeconds, what));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static boolean runs(NodeView node) {
    return node.linkedAt().isPresent() && node.settled() && node.running() == node.services();
  }

  private NodeView view(String from, String other) {
    return on(from).nodes().stream()
        .filter(node -> node.name().equals(other))
        .findFirst()
        .orElseThrow();
  }

  synchronized List<Application> all() {
    return List.copyOf(running.values());
  }

  @Override
  public void close() {
    proxies.values().forEach(LinkProxy::close);
  }
}
