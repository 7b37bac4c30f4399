package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * What the configuration says about an application: everything below {@code parigot}, checked. Each
 * setting is described where its default stands, in this module's {@code reference.conf}.
 *
 * @param timezone what guests find in {@code TZ}
 * @param loadTimeout how long one module may take to be compiled
 * @param launchTimeout how long guests may wait for what they require, from when all modules are
 *     loaded
 * @param callTimeout how long a call may wait for its answer; under 3 s
 * @param exitGrace how long a guest that is asked to end may take; zero ends it at once
 * @param stopGrace how long what plugins have under way may take once the application is to end
 * @param memoryTotal bytes that the memories of all guests may take together
 * @param cacheDirectory where compiled modules are kept, absolute; empty keeps none
 * @param seed makes every random choice repeatable
 * @param furtherThreads whether others go on elsewhere while a guest holds its thread for long
 * @param guests the guests that run, in the order of their names; at least one
 * @param pluginDispatcher the threads that plugins run on
 * @param ownStores a folder in which plugins get stores instead of those that their settings name
 * @param plugins what stands at {@code parigot.plugins}, by the plugin's name; the blocks are the
 *     plugins' to judge
 * @param node the node that this process is, when the application is spread over several
 * @param config the whole configuration, resolved, on top of every module's defaults, with the
 *     guests that do not run
 */
@API(status = API.Status.MAINTAINED)
public record ApplicationSettings(
    ZoneId timezone,
    Duration loadTimeout,
    Duration launchTimeout,
    Duration callTimeout,
    Duration exitGrace,
    Duration stopGrace,
    Optional<Long> memoryTotal,
    Optional<Path> cacheDirectory,
    Optional<Long> seed,
    boolean furtherThreads,
    List<GuestSettings> guests,
    PluginDispatcher pluginDispatcher,
    Optional<Path> ownStores,
    Map<String, PluginSettings> plugins,
    Optional<NodeSettings> node,
    Config config) {

  /**
   * A guest compiled for the original parigot forgets a call after 3,000 ms and drops an answer
   * that comes later.
   */
  private static final Duration LONGEST_CALL = Duration.ofMillis(2999);

  /**
   * Reads and checks the settings of an application, and leaves its guests of kind {@code test}
   * out.
   *
   * @param config where {@code parigot} is a block; defaults are added, substitutions resolved
   * @throws SettingsException for the first mistake found, and when every guest is a test
   */
  public static ApplicationSettings of(Config config) {
    ApplicationSettings all = withTests(config);
    if (all.guests().stream().allMatch(guest -> guest.kind() == GuestSettings.Kind.TEST)) {
      throw new SettingsException(
          "Every guest is of kind test, and tests run only where they are asked for: with --test"
              + " on the command line, with tests = true at @WithApplication, or from"
              + " ApplicationSettings.withTests.");
    }
    return all.only(guest -> guest.kind() != GuestSettings.Kind.TEST);
  }

  /**
   * As {@link #of}, with the guests of kind {@code test} among the others. Each test runs as a main
   * does: when the last has ended, so does the application.
   *
   * @throws SettingsException for the first mistake found
   */
  public static ApplicationSettings withTests(Config config) {
    Config whole = resolved(config);
    SettingsReader root = new SettingsReader("", whole.root());
    root.rejectNear("parigot");
    SettingsReader reader = root.block("parigot");
    PathLookup lookup = PathLookup.with(reader, "search-path");
    PluginDispatcher pluginDispatcher = PluginDispatcher.of(reader);
    ApplicationSettings result =
        new ApplicationSettings(
            timezone(reader),
            reader.duration("load-timeout"),
            reader.duration("launch-timeout"),
            reader.duration(
                "call-timeout",
                Duration.ofMillis(1),
                LONGEST_CALL,
                "a duration from 1 ms to less than 3 s (guests forget a call after 3 s)"),
            reader.duration(
                "exit-grace", Duration.ZERO, Duration.ofDays(1), "a duration from 0 s to 1 day"),
            reader.duration(
                "stop-grace", Duration.ZERO, Duration.ofDays(1), "a duration from 0 s to 1 day"),
            reader.isSet("memory-total")
                ? Optional.of(
                    reader.bytes(
                        "memory-total", 64 * 1024, Long.MAX_VALUE, "a size of at least 64 KiB"))
                : Optional.empty(),
            reader.isSet("cache-dir")
                ? Optional.of(PathLookup.path(reader, "cache-dir", "the path of a folder"))
                : Optional.empty(),
            reader.isSet("seed")
                ? Optional.of(
                    reader.wholeNumber(
                        "seed", Long.MIN_VALUE, Long.MAX_VALUE, "a whole number of 64 bits"))
                : Optional.empty(),
            reader.flag("further-threads"),
            GuestSettingsReader.read(reader, lookup),
            pluginDispatcher,
            Optional.empty(),
            PluginSettings.read(reader, pluginDispatcher, lookup),
            Optional.empty(),
            whole);
    // The defaults of what a placement says; the rest of it has no place beside the guests.
    reader.know("link");
    reader.know("moving");
    // For who loads the configuration.
    reader.know("trust");
    for (String key : List.of("nodes", "placement")) {
      if (whole.hasPath("parigot." + key)) {
        throw reader.complaint(
            key, "stands in a placement: in a file of its own, which --placement names.");
      }
    }
    boolean unusedInspected = reader.flag("inspect");
    // For those to judge that read it.
    reader.know("edge");
    reader.know("metrics");
    reader.know("traces");
    reader.know("record");
    // What Akka reads itself, and judges.
    reader.know("dispatcher");
    reader.know("loop-guest-dispatcher");
    reader.know("virtual-dispatcher");
    reader.know("plugin-defaults");
    reader.know("actor-system");
    reader.rejectUnknown();
    if (result.guests().isEmpty()) {
      throw reader.complaint("guests", "names no guest, and must name at least one.");
    }
    return result;
  }

  /** The same without the guests that do not pass; at least one should. */
  public ApplicationSettings only(Predicate<GuestSettings> wanted) {
    return with(guests.stream().filter(wanted).toList(), node, ownStores);
  }

  /**
   * What of it runs on one node.
   *
   * @param placement says where guests run
   * @param name the node's
   * @throws SettingsException when the placement and the application do not go together
   */
  public ApplicationSettings on(Placement placement, String name) {
    return with(placement.guestsOn(name, this), Optional.of(placement.node(name, this)), ownStores);
  }

  /** The same on a node that stands there. */
  public ApplicationSettings at(NodeSettings its) {
    return with(guests, Optional.of(its), ownStores);
  }

  /**
   * The same with stores of its own: what plugins keep in files beyond the application's end they
   * keep in this folder, in place of where their settings say. For tests, which are to find nothing
   * and to harm nothing.
   *
   * @param folder one that is there, and empty
   */
  public ApplicationSettings withStoresIn(Path folder) {
    return with(guests, node, Optional.of(folder));
  }

  private ApplicationSettings with(
      List<GuestSettings> chosen, Optional<NodeSettings> itsNode, Optional<Path> stores) {
    return new ApplicationSettings(
        timezone,
        loadTimeout,
        launchTimeout,
        callTimeout,
        exitGrace,
        stopGrace,
        memoryTotal,
        cacheDirectory,
        seed,
        furtherThreads,
        chosen,
        pluginDispatcher,
        stores,
        plugins,
        itsNode,
        config);
  }

  private static Config resolved(Config config) {
    try {
      return config
          .withFallback(
              ConfigFactory.defaultReferenceUnresolved(ApplicationSettings.class.getClassLoader()))
          .resolve();
    } catch (ConfigException unusable) {
      throw ConfigFiles.complaint(unusable);
    } catch (StackOverflowError | OutOfMemoryError tooMuch) {
      throw ConfigFiles.tooMuch(tooMuch);
    }
  }

  private static ZoneId timezone(SettingsReader reader) {
    String expected = "a time zone such as UTC or Europe/Paris";
    try {
      return ZoneId.of(reader.text("timezone", expected));
    } catch (DateTimeException unknown) {
      throw reader.mustBe("timezone", expected, unknown);
    }
  }

  /** Whether operators may look at the application while it runs. */
  public boolean isInspected() {
    return config.getBoolean("parigot.inspect");
  }

  /**
   * What an operator calls the application: as the file that names its guests, or that file's
   * folder where it is an {@code application.conf}; nothing when no file does.
   */
  public Optional<String> name() {
    return guests.stream()
        .map(guest -> config.getValue(ConfigUtil.joinPath("parigot", "guests", guest.name())))
        .flatMap(block -> Optional.ofNullable(block.origin().filename()).stream())
        .map(file -> Path.of(file).toAbsolutePath().normalize())
        .findFirst()
        .map(ApplicationSettings::name);
  }

  private static String name(Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    Path folder = file.getParent().getFileName();
    return name.equals("application") && folder != null ? folder.toString() : name;
  }

  /** Whether a guest is there that ends by itself, and the application with it. */
  public boolean hasMain() {
    return guests.stream().anyMatch(guest -> guest.kind() != GuestSettings.Kind.SERVER);
  }

  /** The settings of a plugin, which has no block of its own when nobody wrote one. */
  public PluginSettings plugin(String name) {
    return plugins.getOrDefault(name, PluginSettings.none(pluginDispatcher));
  }
}
