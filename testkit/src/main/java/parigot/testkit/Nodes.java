package parigot.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.kernel.NodeView;
import parigot.peers.proxy.LinkProxy;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;

/**
 * The nodes of one application: what {@link WithApplication#placement} boots, all in this JVM or
 * each but one as a process. They listen on free ports of the loopback interface, whatever the
 * placement says, and between each two of them stands a proxy, so that a test can cut and slow down
 * their link. From any thread.
 */
public final class Nodes implements AutoCloseable {
  private static final int NOT_LAUNCHED = 194;

  private final Described described;
  private final ApplicationSettings settings;
  private final Map<String, Integer> ports;
  private final Placement placement;
  private final String here;
  private final boolean asProcesses;
  private final RecordedOutput output;
  private final int timeoutSeconds;
  private final Map<String, Application> running = new LinkedHashMap<>();
  private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
  private final Map<Link, LinkProxy> proxies = new LinkedHashMap<>();

  /** The link of two nodes; who has the lower name dials. */
  private record Link(String lower, String higher) {
    static Link of(String one, String other) {
      return one.compareTo(other) < 0 ? new Link(one, other) : new Link(other, one);
    }
  }

  private Nodes(
      Described described,
      Map<String, Integer> ports,
      String here,
      boolean asProcesses,
      RecordedOutput output,
      int timeoutSeconds) {
    this.described = described;
    this.settings = described.settings();
    this.ports = ports;
    this.placement = described.placement(ports);
    this.here = here;
    this.asProcesses = asProcesses;
    this.output = output;
    this.timeoutSeconds = timeoutSeconds;
  }

  /**
   * Starts all nodes.
   *
   * @param here the one that the test is given; empty for the first
   * @param asProcesses whether the others are processes
   */
  static Nodes boot(
      Described described,
      String here,
      boolean asProcesses,
      RecordedOutput output,
      int timeoutSeconds)
      throws Exception {
    Map<String, Integer> ports = new LinkedHashMap<>();
    for (String name : described.nodes()) {
      ports.put(name, freePort());
    }
    String seen = here.isEmpty() ? described.nodes().get(0) : here;
    Nodes nodes = new Nodes(described, ports, seen, asProcesses, output, timeoutSeconds);
    try {
      nodes.placeProxies();
      // A process takes a while until it listens.
      nodes.names().stream().filter(nodes::isProcess).forEach(nodes::launch);
      nodes.names().stream().filter(name -> !nodes.isProcess(name)).forEach(nodes::start);
      return nodes;
    } catch (RuntimeException e) {
      nodes.end();
      throw e;
    }
  }

  private void placeProxies() {
    for (String lower : names()) {
      for (String higher : names()) {
        if (lower.compareTo(higher) < 0) {
          proxies.put(
              new Link(lower, higher),
              LinkProxy.to(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(higher))));
        }
      }
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

  private boolean isProcess(String node) {
    return asProcesses && !node.equals(here);
  }

  /** The application as it runs on this node, which must be one of this JVM. */
  public synchronized Application on(String node) {
    Application application = running.get(node);
    if (application == null) {
      throw new IllegalArgumentException(
          "No node %s runs in this JVM; there are %s.".formatted(node, running.keySet()));
    }
    return application;
  }

  /** The node that the test is given. */
  Application here() {
    return on(here);
  }

  /**
   * Starts a node of this JVM that was stopped, as a new process would be: it knows nothing of
   * before.
   */
  public synchronized Application start(String node) {
    if (isProcess(node)) {
      throw new IllegalArgumentException(
          "Node %s is a process of its own: launch starts it.".formatted(node));
    }
    ApplicationSettings its = settings.on(placement, node);
    Application application =
        Parigot.start(
            its.at(NodeMain.reaching(its.node().orElseThrow(), reached(node))), output.console());
    running.put(node, application);
    return application;
  }

  /** Starts a node that was stopped or killed, wherever it is to run. */
  public synchronized void launch(String node) {
    if (isProcess(node)) {
      processes.put(
          node, NodeProcess.start(described, node, ports, reached(node), output.console()));
    } else {
      Application unusedNode = start(node);
    }
  }

  /** The ports at which a node reaches those that it dials. */
  private Map<String, Integer> reached(String node) {
    Map<String, Integer> reached = new LinkedHashMap<>();
    proxies.forEach(
        (link, proxy) -> {
          if (link.lower().equals(node)) {
            reached.put(link.higher(), proxy.port());
          }
        });
    return reached;
  }

  /** Stops a node in order, and waits for its end. The application goes on on the others. */
  public void stop(String node) throws Exception {
    if (isProcess(node)) {
      NodeProcess process = process(node);
      process.stop();
      process.awaitEnd(timeoutSeconds);
    } else {
      on(node).stop().toCompletableFuture().get(timeoutSeconds, TimeUnit.SECONDS);
    }
  }

  /** Ends a node that is a process, as a machine does that fails, and waits until it is gone. */
  public void kill(String node) throws InterruptedException {
    process(node).kill();
  }

  private synchronized NodeProcess process(String node) {
    NodeProcess process = processes.get(node);
    if (process == null) {
      throw new IllegalArgumentException(
          "Node %s is no process of its own; those are %s.".formatted(node, processes.keySet()));
    }
    return process;
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
   * Breaks the connection of two nodes of this JVM, as a network device does that has been
   * restarted, and waits until both have noticed.
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

  /**
   * Waits until the first of the two, a node of this JVM, sees the other's guests running, or sees
   * it away.
   */
  public void await(String from, String other, boolean linked) throws InterruptedException {
    await(
        () -> linked ? runs(view(from, other)) : view(from, other).linkedAt().isEmpty(),
        "%s is %s for %s".formatted(other, linked ? "linked" : "away", from));
  }

  private void await(BooleanSupplier reached, String what) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (!reached.getAsBoolean()) {
      requireNoProcessFailed();
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

  /**
   * Waits until the guests of all nodes run, as the node sees it that the test is given, or the
   * application has ended.
   */
  void awaitLaunch() throws InterruptedException {
    Application application = here();
    CompletableFuture<Integer> end = application.ended().toCompletableFuture();
    await(
        () -> end.isDone() || application.nodes().stream().allMatch(Nodes::runs), "all nodes run");
    if (end.isDone() && end.join() == NOT_LAUNCHED) {
      throw new AssertionError("the application did not launch: " + application.trouble().get());
    }
  }

  /** Those of this JVM. */
  synchronized List<Application> all() {
    return List.copyOf(running.values());
  }

  private synchronized void requireNoProcessFailed() {
    processes.values().forEach(NodeProcess::requireNoFailure);
  }

  private synchronized List<NodeProcess> processes() {
    return List.copyOf(processes.values());
  }

  /** Stops the processes, and waits for their ends. */
  void stopProcesses() throws InterruptedException {
    processes().forEach(NodeProcess::stop);
    for (NodeProcess process : processes()) {
      process.awaitEnd(timeoutSeconds);
    }
  }

  /** What was started of nodes that could not all be started. */
  private void end() throws InterruptedException {
    for (NodeProcess process : processes()) {
      process.kill();
    }
    all().forEach(Application::close);
    close();
  }

  @Override
  public void close() {
    proxies.values().forEach(LinkProxy::close);
  }
}
