package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import parigot.plugin.NearestName;

/**
 * Over which nodes an application is spread, and which guests run on which: the blocks {@code
 * parigot.nodes}, {@code parigot.placement} and {@code parigot.link} of a file beside the
 * application's own, the same file for all nodes.
 */
@API(status = API.Status.STABLE)
public final class Placement {
  private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(10);

  private final Map<String, PlacedNodes.Node> nodes;
  private final Map<String, PlacedNodes.Pool> pools;
  private final PlacedNodes placed;
  private final OwnAddress ownAddress;
  private final Optional<String> byDefault;
  private final Map<String, GuestPlace> guests;
  private final SettingsReader placement;
  private final SettingsReader link;
  private final SettingsReader moving;
  private final String application;
  private final String digest;

  /**
   * Where one guest runs, and how many instances of it, when the placement says so: on each of its
   * nodes, or of one that moves on all of them together. Of a pool it has the pool's name.
   */
  private record GuestPlace(List<String> nodes, Optional<Integer> instances, boolean isMovable) {}

  private Placement(
      PlacedNodes placed,
      OwnAddress ownAddress,
      Optional<String> byDefault,
      Map<String, GuestPlace> guests,
      SettingsReader placement,
      SettingsReader link,
      SettingsReader moving,
      String application,
      String digest) {
    this.placed = placed;
    this.nodes = placed.nodes();
    this.pools = placed.pools();
    this.ownAddress = ownAddress;
    this.byDefault = byDefault;
    this.guests = guests;
    this.placement = placement;
    this.link = link;
    this.moving = moving;
    this.application = application;
    this.digest = digest;
  }

  /**
   * Reads a placement.
   *
   * @throws SettingsException for the first mistake found
   */
  public static Placement of(Config config) {
    SettingsReader own = own(config);
    Config whole;
    try {
      whole =
          config
              .withFallback(
                  ConfigFactory.defaultReferenceUnresolved(Placement.class.getClassLoader()))
              .resolve();
    } catch (ConfigException unusable) {
      throw ConfigFiles.complaint(unusable);
    }
    SettingsReader reader = new SettingsReader("", whole.root()).block("parigot");
    if (!reader.isSet("nodes")) {
      throw own.complaint("nodes", "is missing: it must name the nodes, each with host and port.");
    }
    SettingsReader nodesBlock = reader.block("nodes");
    PlacedNodes placed = PlacedNodes.read(nodesBlock, reader);
    SettingsReader placement =
        reader.isSet("placement")
            ? reader.block("placement")
            : new SettingsReader("parigot.placement", own.without());
    SettingsReader link = reader.block("link");
    String application = link.text("application", "a name");
    SettingsReader moving = reader.block("moving");
    Optional<String> byDefault = Optional.empty();
    if (placement.isSet("default")) {
      String node = placement.text("default", "the name of a node");
      placed.requireNode(placement, "default", node);
      byDefault = Optional.of(node);
    }
    Map<String, GuestPlace> guests = new TreeMap<>();
    for (String guest : placement.keys()) {
      if (!guest.equals("default")) {
        guests.put(guest, place(placement.block(guest), placed));
      }
    }
    for (String pool : placed.pools().keySet()) {
      if (guests.values().stream().noneMatch(place -> place.nodes().contains(pool))) {
        throw nodesBlock.complaint(
            pool,
            "is a pool, on whose nodes movable guests run, and no guest is placed on it: give it a"
                + " role of one, or name it among the nodes of one.");
      }
    }
    boolean moves = guests.values().stream().anyMatch(GuestPlace::isMovable);
    String digest = digest(whole, application, moves);
    return new Placement(
        placed,
        OwnAddress.UNKNOWN,
        byDefault,
        guests,
        placement,
        link,
        moving,
        application,
        digest);
  }

  /**
   * The same for a process at this address, which matters to a node of a pool alone: the placement
   * does not say where it listens.
   */
  public Placement at(OwnAddress address) {
    return new Placement(
        placed, address, byDefault, guests, placement, link, moving, application, digest);
  }

  /** What else an application sets stands in its own file. */
  private static SettingsReader own(Config config) {
    SettingsReader root = new SettingsReader("", config.root());
    if (!root.isSet("parigot")) {
      throw root.complaint("parigot", "is missing: a placement is the blocks of it.");
    }
    SettingsReader block = root.block("parigot");
    List.of("nodes", "placement", "link", "moving").forEach(block::know);
    block.rejectUnknown();
    return block;
  }

  private static GuestPlace place(SettingsReader guest, PlacedNodes placed) {
    Map<String, PlacedNodes.Pool> pools = placed.pools();
    boolean byRole = guest.isSet("role");
    boolean isMovable = guest.isSet("movable") && guest.flag("movable");
    boolean anywhere = isMovable && !byRole && !guest.isSet("nodes");
    if (!anywhere && byRole == guest.isSet("nodes")) {
      throw guest.complaint(
          "nodes",
          byRole
              ? "stands beside role: only one of the two says where the guest runs."
              : "is missing: nodes or role says where the guest runs.");
    }
    List<String> names;
    if (anywhere) {
      names = List.copyOf(placed.known());
    } else if (byRole) {
      String role = guest.text("role", "a role of some node");
      Map<String, List<String>> roles = new TreeMap<>();
      placed.nodes().forEach((name, node) -> roles.put(name, node.roles()));
      if (isMovable) {
        pools.forEach((name, pool) -> roles.put(name, pool.roles()));
      }
      names =
          roles.entrySet().stream()
              .filter(node -> node.getValue().contains(role))
              .map(Map.Entry::getKey)
              .toList();
      if (names.isEmpty()) {
        if (!isMovable && pools.values().stream().anyMatch(pool -> pool.roles().contains(role))) {
          throw guest.complaint(
              "role",
              "is %s, which nodes of a pool alone have: they come and go, so the guest must be"
                      .formatted(role)
                  + " movable.");
        }
        TreeSet<String> known = new TreeSet<>();
        roles.values().forEach(known::addAll);
        throw guest.complaint(
            "role", "is %s, which no node has; %s".formatted(role, NearestName.hint(role, known)));
      }
    } else {
      names = guest.texts("nodes");
      for (String name : names) {
        if (!pools.containsKey(name)) {
          placed.requireNode(guest, "nodes", name);
        } else if (!isMovable) {
          throw guest.complaint(
              "nodes",
              "names the pool %s, whose nodes come and go: the guest must be movable."
                  .formatted(name));
        }
      }
      if (names.isEmpty()) {
        throw guest.mustBe("nodes", "a list of at least one node");
      }
    }
    Optional<Integer> instances =
        guest.isSet("instances")
            ? Optional.of(guest.count("instances", 1, 100_000))
            : Optional.empty();
    guest.rejectUnknown();
    return new GuestPlace(names.stream().distinct().sorted().toList(), instances, isMovable);
  }

  /** Of what all nodes must agree on: who there is, and what runs where. */
  private static String digest(Config whole, String application, boolean moves) {
    StringBuilder text = new StringBuilder(application);
    List<String> blocks = new ArrayList<>(List.of("parigot.nodes", "parigot.placement"));
    if (moves) {
      blocks.add("parigot.moving");
    }
    for (String block : blocks) {
      if (whole.hasPath(block)) {
        text.append('\n').append(whole.getObject(block).render(ConfigRenderOptions.concise()));
      }
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /** The names of the nodes, in order, without those of pools. */
  public List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  /** The names of the pools, in order. */
  public List<String> pools() {
    return List.copyOf(pools.keySet());
  }

  /**
   * The node that a process is to be.
   *
   * @param wanted what was asked for; empty when nothing was
   * @return its name, or that of the pool of which it is to be one
   * @throws SettingsException when that is no node, or nothing was asked for
   */
  public String chosen(Optional<String> wanted) {
    if (wanted.isEmpty()) {
      throw new SettingsException(
          "The placement has the nodes %s: --node NAME, or PARIGOT_NODE in the environment, must say"
                  .formatted(String.join(", ", placed.known()))
              + " which of them this process is; --all-nodes runs all of them.");
    }
    if (!placed.known().contains(wanted.get())) {
      throw new SettingsException(
          "There is no node %s in the placement; %s"
              .formatted(wanted.get(), NearestName.hint(wanted.get(), placed.known())));
    }
    return wanted.get();
  }

  /** The guests that run on this node, each with the number of its instances there. */
  List<GuestSettings> guestsOn(String node, ApplicationSettings application) {
    check(application);
    List<GuestSettings> here = new ArrayList<>();
    for (GuestSettings guest : application.guests()) {
      GuestPlace place = placeOf(guest);
      if (place.nodes().contains(node)) {
        here.add(place.instances().map(guest::withInstances).orElse(guest));
      }
    }
    return List.copyOf(here);
  }

  private GuestPlace placeOf(GuestSettings guest) {
    GuestPlace place = guests.get(guest.name());
    if (place != null) {
      return place;
    }
    if (byDefault.isEmpty()) {
      throw placement.complaint(
          guest.name(), "is missing, and so is a default: nothing says where the guest runs.");
    }
    return new GuestPlace(List.of(byDefault.get()), Optional.empty(), false);
  }

  /** Every guest has a place, and every place a guest. */
  private void check(ApplicationSettings application) {
    TreeSet<String> known = new TreeSet<>();
    application.guests().forEach(guest -> known.add(guest.name()));
    application.config().getObject("parigot.guests").forEach((name, unused) -> known.add(name));
    for (String guest : guests.keySet()) {
      if (!known.contains(guest)) {
        throw placement.complaint(
            guest,
            "places a guest that there is not; %s".formatted(NearestName.hint(guest, known)));
      }
    }
  }

  /** What holds for this node, or for a node of this pool. */
  NodeSettings node(String name, ApplicationSettings application) {
    NodeSettings.Link settings = link(name, application);
    List<NodeSettings.Address> others =
        nodes.entrySet().stream()
            .filter(node -> !node.getKey().equals(name))
            .map(node -> node.getValue().address())
            .toList();
    Optional<PlacedNodes.Pool> pool = Optional.ofNullable(pools.get(name));
    NodeSettings.Address own =
        pool.map(its -> ownAddress.of(its.settings(), others))
            .orElseGet(() -> nodes.get(name).address());
    if (settings.tls().isEmpty() && !settings.insecure()) {
      nodes.values().forEach(node -> requireLoopback(node.address()));
      requireLoopback(own);
    }
    Map<String, PoolSettings> itsPools = new TreeMap<>();
    pools.forEach((each, its) -> itsPools.put(each, its.settings()));
    int longest =
        application.guests().stream().mapToInt(GuestSettings::messageLimit).max().orElse(0);
    Set<String> granted =
        application.guests().stream()
            .flatMap(guest -> guest.plugins().stream())
            .collect(Collectors.toUnmodifiableSet());
    return new NodeSettings(
        this.application,
        digest,
        own.node(),
        pool.map(its -> its.settings().name()),
        own,
        others,
        itsPools,
        longest,
        granted,
        settings,
        moving(application, own, pool, settings.silence()));
  }

  /** The guests that move, when there are some: each is a server. */
  private Optional<MovingSettings> moving(
      ApplicationSettings application,
      NodeSettings.Address own,
      Optional<PlacedNodes.Pool> pool,
      Duration silence) {
    Map<String, MovingSettings.Movable> movable = new TreeMap<>();
    guests.forEach(
        (name, place) -> {
          if (place.isMovable()) {
            Optional<GuestSettings> guest =
                application.guests().stream().filter(its -> its.name().equals(name)).findFirst();
            if (guest.filter(its -> its.kind() != GuestSettings.Kind.SERVER).isPresent()) {
              throw placement.complaint(
                  name, "is movable, and is no server: only a server can begin anew elsewhere.");
            }
            int instances = place.instances().orElse(guest.map(GuestSettings::instances).orElse(1));
            movable.put(name, new MovingSettings.Movable(place.nodes(), instances));
          }
        });
    if (movable.isEmpty()) {
      return Optional.empty();
    }
    Map<String, NodeSettings.Address> addresses = new TreeMap<>();
    Map<String, Integer> ports = new TreeMap<>();
    nodes.forEach(
        (name, node) -> {
          addresses.put(name, node.address());
          node.movingPort().ifPresent(port -> ports.put(name, port));
        });
    pool.ifPresent(
        its -> {
          addresses.put(own.node(), own);
          // Several on one host have different ports here as they have there.
          its.movingPort()
              .ifPresent(port -> ports.put(own.node(), port + own.port() - its.settings().port()));
        });
    return Optional.of(MovingSettings.read(moving, movable, silence, addresses, ports));
  }

  private void requireLoopback(NodeSettings.Address address) {
    boolean isLoopback;
    try {
      isLoopback = InetAddress.getByName(address.host()).isLoopbackAddress();
    } catch (UnknownHostException notYet) {
      isLoopback = false;
    }
    if (!isLoopback) {
      throw link.complaint(
          "tls",
          "is missing: node %s is at %s, and without TLS nodes speak on this machine alone (unless"
                  .formatted(address.node(), address)
              + " insecure = true, where the network itself keeps others out).");
    }
  }

  private NodeSettings.Link link(String node, ApplicationSettings application) {
    String lessThanCalls =
        "a duration below call-timeout (%d ms), or calls could be carried out after they have failed"
            .formatted(application.callTimeout().toMillis());
    Duration silence =
        link.duration(
            "silence",
            LEAST_HEARTBEAT.multipliedBy(2),
            application.callTimeout().minusMillis(1),
            lessThanCalls);
    Duration heartbeat =
        link.duration(
            "heartbeat",
            LEAST_HEARTBEAT,
            silence.dividedBy(2),
            "a duration from 10 ms to half of silence");
    NodeSettings.Link result =
        new NodeSettings.Link(
            heartbeat,
            silence,
            link.duration("join-timeout"),
            link.bytes("queue", 64 * 1024, 1L << 32, "a size from 64 KiB to 4 GiB"),
            link.flag("prefer-local"),
            link.flag("reroute"),
            link.flag("insecure"),
            tls(node));
    link.rejectUnknown();
    return result;
  }

  private Optional<NodeSettings.Tls> tls(String node) {
    Optional<ConfigObject> own =
        pools.containsKey(node) ? pools.get(node).tls() : nodes.get(node).tls();
    SettingsReader tls;
    if (own.isPresent()) {
      link.know("tls");
      tls = new SettingsReader("parigot.nodes." + node + ".tls", own.get());
    } else if (link.isSet("tls")) {
      tls = link.block("tls");
    } else {
      return Optional.empty();
    }
    NodeSettings.Tls files =
        new NodeSettings.Tls(
            file(tls, "certificate", node), file(tls, "key", node), file(tls, "authority", node));
    tls.rejectUnknown();
    return Optional.of(files);
  }

  /** A file of each node's own may be named once for all: {@code "certs/{node}.pem"}. */
  private static Path file(SettingsReader tls, String key, String node) {
    String expected = "the path of a file in PEM";
    Path written = PathLookup.path(tls, key, expected);
    Path file = Path.of(written.toString().replace("{node}", node));
    if (!Files.isRegularFile(file)) {
      throw tls.complaint(key, "names %s, and there is no such file.".formatted(file));
    }
    return file;
  }
}
