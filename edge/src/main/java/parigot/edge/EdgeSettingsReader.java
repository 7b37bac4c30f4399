package parigot.edge;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import parigot.kernel.NamePatterns;
import parigot.plugin.BlockReader;
import parigot.plugin.NearestName;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.SettingsException;

/** Reads {@code parigot.edge}. */
final class EdgeSettingsReader {
  private static final String HOST = "an address or a host's name";
  private static final int KIB = 1024;
  private static final int MOST_MESSAGE = 1024 * KIB * KIB;
  private static final int MOST_PORT = 65535;
  private static final Pattern HEADER = Pattern.compile("[a-z0-9_.-]+");
  private static final Pattern ORIGIN = Pattern.compile("[a-z][a-z0-9+.-]*://[^/?#\\s]+");
  private static final Duration LEAST_TIME = Duration.ofMillis(1);
  private static final Duration MOST_TIME = Duration.ofDays(1);

  /** What gRPC would make of anything less, without a word. */
  private static final Duration LEAST_KEEP_ALIVE = Duration.ofSeconds(10);

  private static final Duration LEAST_KEEP_ALIVE_TIMEOUT = Duration.ofMillis(10);
  private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

  private EdgeSettingsReader() {}

  /**
   * The settings of the edge, if it is to open on this node.
   *
   * @throws SettingsException for the first mistake found
   */
  static Optional<EdgeSettings> read(ApplicationSettings application) {
    BlockReader<SettingsException> edge =
        reader("parigot.edge", application.config().getObject("parigot.edge"));
    EdgeSettings settings = settings(edge);
    boolean isHere = isHere(edge, application);
    edge.rejectUnknown();
    if (!settings.opens()) {
      if (!settings.services().texts().isEmpty()) {
        throw edge.complaint(
            "services",
            "opens services, and neither parigot.edge.grpc.port nor parigot.edge.http.port is"
                + " set.");
      }
      return Optional.empty();
    }
    return isHere ? Optional.of(settings) : Optional.empty();
  }

  /**
   * The settings of an edge that has no ports of its own: gRPC and HTTP are both there.
   *
   * @param block what would stand at {@code parigot.edge}
   * @throws SettingsException for the first mistake found
   */
  static EdgeSettings readMounted(Config block) {
    Config defaults =
        ConfigFactory.defaultReference(EdgeSettingsReader.class.getClassLoader())
            .getConfig("parigot.edge");
    BlockReader<SettingsException> edge =
        reader("edge", block.withFallback(defaults).resolve().root());
    BlockReader<SettingsException> grpc = block(edge, "grpc");
    BlockReader<SettingsException> http = block(edge, "http");
    for (BlockReader<SettingsException> each : List.of(grpc, http)) {
      if (each.isSet("port")) {
        throw each.complaint("port", "is the server's own, on which the edge is mounted.");
      }
    }
    for (String key : List.of("nodes", "tls")) {
      if (edge.isSet(key)) {
        throw edge.complaint(key, "is for an edge that opens ports, and not for a mounted one.");
      }
    }
    EdgeSettings settings =
        new EdgeSettings(
            services(edge),
            Optional.of(grpcWithoutPort(grpc)),
            Optional.of(httpWithoutPort(http)),
            limits(edge),
            headers(edge),
            Optional.empty());
    edge.rejectUnknown();
    return settings;
  }

  private static EdgeSettings settings(BlockReader<SettingsException> edge) {
    return new EdgeSettings(
        services(edge),
        grpc(block(edge, "grpc")),
        http(block(edge, "http")),
        limits(edge),
        headers(edge),
        tls(edge));
  }

  private static BlockReader<SettingsException> reader(String path, ConfigObject block) {
    return new BlockReader<>(path, block, block.origin(), SettingsException::new);
  }

  private static BlockReader<SettingsException> block(
      BlockReader<SettingsException> outer, String key) {
    String expected = "a block { … }";
    if (!(outer.value(key, expected) instanceof ConfigObject inner)) {
      throw outer.mustBe(key, expected);
    }
    return reader(outer.pathOf(key), inner);
  }

  private static List<String> texts(BlockReader<SettingsException> reader, String key) {
    return List.copyOf(reader.read(key, "a list of texts", Config::getStringList));
  }

  private static NamePatterns services(BlockReader<SettingsException> edge) {
    List<String> texts = texts(edge, "services");
    for (String text : texts) {
      if (!NamePatterns.isValid(text)) {
        throw edge.mustBe(
            "services", "a list of names such as greeting.v1.greeting or greeting.v1.*");
      }
    }
    return new NamePatterns(texts);
  }

  private static List<String> headers(BlockReader<SettingsException> edge) {
    List<String> names = texts(edge, "forward-headers");
    for (String name : names) {
      if (!HEADER.matcher(name).matches() || name.endsWith("-bin")) {
        throw edge.mustBe(
            "forward-headers",
            "a list of headers' names in small letters, none of which ends in -bin");
      }
    }
    return names;
  }

  private static Optional<EdgeSettings.Grpc> grpc(BlockReader<SettingsException> grpc) {
    EdgeSettings.Grpc result = grpcWithoutPort(grpc);
    return grpc.isSet("port")
        ? Optional.of(
            new EdgeSettings.Grpc(
                result.host(),
                port(grpc),
                result.reflection(),
                result.health(),
                result.keepAliveTime(),
                result.keepAliveTimeout(),
                result.keepAliveLeast()))
        : Optional.empty();
  }

  private static int port(BlockReader<SettingsException> reader) {
    return reader.count("port", 0, MOST_PORT);
  }

  private static EdgeSettings.Grpc grpcWithoutPort(BlockReader<SettingsException> grpc) {
    EdgeSettings.Grpc result =
        new EdgeSettings.Grpc(
            grpc.text("interface", HOST),
            0,
            grpc.flag("reflection"),
            grpc.flag("health"),
            grpc.duration(
                "keep-alive-time", LEAST_KEEP_ALIVE, MOST_TIME, "a duration from 10 s to 1 day"),
            grpc.duration(
                "keep-alive-timeout",
                LEAST_KEEP_ALIVE_TIMEOUT,
                MOST_TIME,
                "a duration from 10 ms to 1 day"),
            time(grpc, "keep-alive-least"));
    grpc.know("port");
    grpc.rejectUnknown();
    return result;
  }

  private static Optional<EdgeSettings.Http> http(BlockReader<SettingsException> http) {
    EdgeSettings.Http result = httpWithoutPort(http);
    return http.isSet("port")
        ? Optional.of(new EdgeSettings.Http(result.host(), port(http), result.cors()))
        : Optional.empty();
  }

  private static EdgeSettings.Http httpWithoutPort(BlockReader<SettingsException> http) {
    EdgeSettings.Http result =
        new EdgeSettings.Http(http.text("interface", HOST), 0, origins(http));
    http.know("port");
    http.rejectUnknown();
    return result;
  }

  private static List<String> origins(BlockReader<SettingsException> http) {
    List<String> origins = texts(http, "cors");
    for (String origin : origins) {
      if (!origin.equals("*") && !ORIGIN.matcher(origin).matches()) {
        throw http.mustBe(
            "cors", "a list of origins such as https://shop.example, or [\"*\"] for every one");
      }
    }
    return origins;
  }

  private static Duration time(BlockReader<SettingsException> reader, String key) {
    return reader.duration(key, LEAST_TIME, MOST_TIME, "a duration from 1 ms to 1 day");
  }

  private static EdgeSettings.Limits limits(BlockReader<SettingsException> edge) {
    return new EdgeSettings.Limits(
        edge.count("max-in-flight", 1, Integer.MAX_VALUE),
        (int) edge.bytes("message-limit", KIB, MOST_MESSAGE, "a size from 1 KiB to 1 GiB"),
        edge.bytes("max-memory", KIB, Long.MAX_VALUE, "a size of at least 1 KiB"),
        edge.count("max-connections", 1, Integer.MAX_VALUE),
        edge.count("max-calls-per-connection", 1, Integer.MAX_VALUE),
        (int) edge.bytes("max-header-size", KIB, KIB * KIB, "a size from 1 KiB to 1 MiB"),
        time(edge, "handshake-timeout"),
        time(edge, "body-timeout"),
        time(edge, "answer-timeout"),
        edge.duration("idle-timeout", LEAST_IDLE, MOST_TIME, "a duration from 1 s to 1 day"));
  }

  private static Optional<EdgeSettings.Tls> tls(BlockReader<SettingsException> edge) {
    if (!edge.isSet("tls")) {
      return Optional.empty();
    }
    BlockReader<SettingsException> tls = block(edge, "tls");
    Optional<Path> authority =
        tls.isSet("client-authority")
            ? Optional.of(file(tls, "client-authority"))
            : Optional.empty();
    EdgeSettings.Tls result =
        new EdgeSettings.Tls(file(tls, "certificate"), file(tls, "key"), authority);
    tls.rejectUnknown();
    return Optional.of(result);
  }

  private static Path file(BlockReader<SettingsException> reader, String key) {
    String expected = "the path of a file in PEM";
    String written = reader.text(key, expected);
    ConfigValue value = reader.value(key, expected);
    Path path = reader.path(key, value.origin(), written);
    if (!Files.isRegularFile(path)) {
      throw reader.complaint(key, "names %s, and there is no such file.".formatted(path));
    }
    return path;
  }

  /** Whether this process is one of the nodes that open. */
  private static boolean isHere(
      BlockReader<SettingsException> edge, ApplicationSettings application) {
    if (!edge.isSet("nodes")) {
      return true;
    }
    List<String> wanted = texts(edge, "nodes");
    if (application.node().isEmpty()) {
      // The same file runs in one process.
      return true;
    }
    NodeSettings here = application.node().get();
    TreeSet<String> known = new TreeSet<>(List.of(here.placedAs()));
    here.others().forEach(other -> known.add(other.node()));
    known.addAll(here.pools().keySet());
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw edge.complaint(
            "nodes",
            "names the node %s, which the placement has not; %s"
                .formatted(name, NearestName.hint(name, known)));
      }
    }
    return wanted.contains(here.placedAs());
  }
}
