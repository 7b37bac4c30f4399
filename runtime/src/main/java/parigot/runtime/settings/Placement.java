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
import java.util.regex.Pattern;
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
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final Duration LEAST_HEARTBEAT = Duration.ofMillis(10);

  private final Map<String, Node> nodes;
  private final Optional<String> byDefault;
  private final Map<String, GuestPlace> guests;
  private final SettingsReader placement;
  private final SettingsReader link;
  private final SettingsReader moving;
  private final String application;
  private final String digest;

  private record Node(
      NodeSettings.Address address,
      List<String> roles,
      Optional<Integer> movingPort,
      Optional<ConfigObject> tls) {}

  /**
   * Where one guest runs, and how many instances of it, when the placement says so: on each of its
   * nodes, or of one that moves on all of them together.
   */
  private record GuestPlace(List<String> nodes, Optional<Integer> instances, boolean isMovable) {}

  private Placement(
      Map<String, Node> nodes,
      Optional<String> byDefault,
      Map<String, GuestPlace> guests,
      SettingsReader placement,
      SettingsReader link,
      SettingsReader moving,
      String application,
      String digest) {
    this.nodes = nodes;
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
    Map<String, Node> nodes = nodes(reader.block("nodes"), reader);
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
      requireNode(placement, "default", node, nodes);
      byDefault = Optional.of(node);
    }
    Map<String, GuestPlace> guests = new TreeMap<>();
    for (String guest : placement.keys()) {
      if (!guest.equals("default")) {
        guests.put(guest, place(placement.block(guest), nodes));
      }
    }
    boolean moves = guests.values().stream().anyMatch(GuestPlace::isMovable);
    String digest = digest(whole, application, moves);
    return new Placement(nodes, byDefault, guests, placement, link, moving, application, digest);
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

  private static Map<String, Node> nodes(SettingsReader block, SettingsReader reader) {
    Map<String, Node> nodes = new TreeMap<>();
    Map<String, String> taken = new TreeMap<>();
    for (String name : block.keys()) {
      if (!NAME.matcher(name).matches()) {
        throw block.complaint(
            name,
            "is no name for a node: it must be a letter and then at most 62 letters, digits or -,"
                + " all small.");
      }
      SettingsReader node = block.block(name);
      NodeSettings.Address address =
          new NodeSettings.Address(
              name,
              node.text("host", "the name or the address of a host"),
              node.count("port", 1, 65_535));
      List<String> roles = node.isSet("roles") ? node.texts("roles") : List.of();
      Optional<ConfigObject> tls =
          node.isSet("tls") ? Optional.of(node.object("tls")) : Optional.empty();
      Optional<Integer> movingPort =
          node.isSet("moving-port")
              ? Optional.of(node.count("moving-port", 1, 65_535))
              : Optional.empty();
      node.rejectUnknown();
      String other = taken.put(address.toString(), name);
      if (other != null) {
        throw block.complaint(
            name, "has the address %s, which %s has too.".formatted(address, other));
      }
      nodes.put(name, new Node(address, roles, movingPort, tls));
    }
    if (nodes.size() < 2) {
      throw reader.complaint("nodes", "must name at least two nodes, each with host and port.");
    }
    return nodes;
  }

  private static void requireNode(
      SettingsReader reader, String key, String node, Map<String, Node> nodes) {
    if (!nodes.containsKey(node)) {
      throw reader.complaint(
          key,
          "names the node %s, which is not among parigot.nodes; %s"
              .formatted(node, NearestName.hint(node, nodes.keySet())));
    }
  }

  private static GuestPlace place(SettingsReader guest, Map<String, Node> nodes) {
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
      names = List.copyOf(nodes.keySet());
    } else if (byRole) {
      String role = guest.text("role", "a role of some node");
      names =
          nodes.entrySet().stream()
              .filter(node -> node.getValue().roles().contains(role))
              .map(Map.Entry::getKey)
              .toList();
      if (names.isEmpty()) {
        TreeSet<String> known = new TreeSet<>();
        nodes.values().forEach(node -> known.addAll(node.roles()));
        throw guest.complaint(
            "role", "is %s, which no node has; %s".formatted(role, NearestName.hint(role, known)));
      }
    } else {
      names = guest.texts("nodes");
      names.forEach(node -> requireNode(guest, "nodes", node, nodes));
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

  /** The nodes' names, in order. */
  public List<String> names() {
    return List.copyOf(nodes.keySet());
  }

  /**
   * The node that a process is to be.
   *
   * @param wanted what was asked for; empty when nothing was
   * @throws SettingsException when that is no node, or nothing was asked for
   */
  public String chosen(Optional<String> wanted) {
    if (wanted.isEmpty()) {
      throw new SettingsException(
          "The placement has the nodes %s: --node NAME, or PARIGOT_NODE in the environment, must say"
                  .formatted(String.join(", ", names()))
              + " which of them this process is; --all-nodes runs all of them.");
    }
    if (!nodes.containsKey(wanted.get())) {
      throw new SettingsException(
          "There is no node %s in the placement; %s"
              .formatted(wanted.get(), NearestName.hint(wanted.get(), nodes.keySet())));
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

  /** What holds for this node. */
  NodeSettings node(String name, ApplicationSettings application) {
    NodeSettings.Link settings = link(name, application);
    List<NodeSettings.Address> others =
        nodes.entrySet().stream()
            .filter(node -> !node.getKey().equals(name))
            .map(node -> node.getValue().address())
            .toList();
    NodeSettings.Address own = nodes.get(name).address();
    if (settings.tls().isEmpty() && !settings.insecure()) {
      nodes.values().forEach(node -> requireLoopback(node.address()));
    }
    int longest =
        application.guests().stream().mapToInt(GuestSettings::messageLimit).max().orElse(0);
    Set<String> granted =
        application.guests().stream()
            .flatMap(guest -> guest.plugins().stream())
            .collect(Collectors.toUnmodifiableSet());
    return new NodeSettings(
        this.application,
        digest,
        name,
        own,
        others,
        longest,
        granted,
        settings,
        moving(application, settings.silence()));
  }

  /** The guests that move, when there are some: each is a server. */
  private Optional<MovingSettings> moving(ApplicationSettings application, Duration silence) {
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
    Optional<ConfigObject> own = nodes.get(node).tls();
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
