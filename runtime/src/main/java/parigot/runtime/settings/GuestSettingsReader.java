package parigot.runtime.settings;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Grants;
import parigot.kernel.GuestSpec;
import parigot.kernel.NamePatterns;
import parigot.kernel.RestartPolicy;
import parigot.runtime.settings.GuestSettings.Engine;
import parigot.runtime.settings.GuestSettings.Kind;

/** Reads the blocks of the guests, each on top of the defaults that all of them share. */
final class GuestSettingsReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
  private static final Pattern PLUGIN = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final long PAGE = 64 * 1024;
  private static final int MOST = 10_000_000;
  private static final String AT_LEAST_A_BYTE = "a size of at least 1 byte";
  private static final int MOST_SERVICES = 10_000;
  private static final int MOST_INSTANCES = 100_000;

  private final PathLookup lookup;
  private final ConfigObject defaults;
  private final Grants unlessSaid;

  private GuestSettingsReader(PathLookup lookup, ConfigObject defaults, Grants unlessSaid) {
    this.lookup = lookup;
    this.defaults = defaults;
    this.unlessSaid = unlessSaid;
  }

  /** What {@code parigot.grants} may be. */
  private enum GrantsNeeded {
    /** A guest may do what it is not forbidden. */
    OPEN,
    /** A guest may do what it is granted. */
    STRICT
  }

  /** All guests, in the order of their names; there may be none. */
  static List<GuestSettings> read(SettingsReader application, PathLookup lookup) {
    Grants unlessSaid =
        application.choice("grants", GrantsNeeded.values()) == GrantsNeeded.OPEN
            ? Grants.ALL
            : new Grants(new NamePatterns(List.of()), new NamePatterns(List.of()), false);
    checkDefaults(application.block("guest-defaults"), unlessSaid);
    GuestSettingsReader reader =
        new GuestSettingsReader(lookup, application.object("guest-defaults"), unlessSaid);
    SettingsReader guests = application.block("guests");
    Map<String, ConfigValue> byName = new TreeMap<>(Comparator.naturalOrder());
    byName.putAll(application.object("guests"));
    List<GuestSettings> result = new ArrayList<>();
    for (Map.Entry<String, ConfigValue> guest : byName.entrySet()) {
      // A guest that an included file names can be taken back with null.
      if (guest.getValue().valueType() != ConfigValueType.NULL) {
        result.add(reader.guest(guests, guest.getKey()));
      }
    }
    return List.copyOf(result);
  }

  /** So that a mistake is reported where it stands, not at each guest that inherits it. */
  private static void checkDefaults(SettingsReader defaults, Grants unlessSaid) {
    common("", Path.of(""), Optional.empty(), Optional.empty(), defaults, unlessSaid);
    defaults.rejectUnknown();
  }

  private GuestSettings guest(SettingsReader guests, String name) {
    if (!NAME.matcher(name).matches()) {
      throw guests.complaint(
          name,
          "is no name for a guest: it must be a letter and then at most 62 letters, digits, _ or"
              + " -.");
    }
    guests.object(name);
    SettingsReader guest = guests.block(name, defaults);
    Path wasm = lookup.module(guest, "wasm", "the path of a WebAssembly module");
    Optional<JavaClasses> java =
        JavaClassesReader.of(
            guest, guests.block(name), guest.choice("engine", Engine.values()), wasm);
    Optional<Path> descriptors =
        guest.isSet("descriptors")
            ? Optional.of(lookup.module(guest, "descriptors", "the path of a FileDescriptorSet"))
            : Optional.empty();
    GuestSettings result = common(name, wasm, java, descriptors, guest, unlessSaid);
    guest.rejectUnknown();
    return result;
  }

  private static GuestSettings common(
      String name,
      Path wasm,
      Optional<JavaClasses> java,
      Optional<Path> descriptors,
      SettingsReader reader,
      Grants unlessSaid) {
    GuestSettings result =
        new GuestSettings(
            name,
            reader.choice("kind", Kind.values()),
            wasm,
            reader.choice("engine", Engine.values()),
            java,
            descriptors,
            reader.texts("args"),
            environment(reader),
            plugins(reader),
            reader.count("instances", 1, MOST_INSTANCES),
            reader.bytes("memory-limit", PAGE, 32768 * PAGE, "a size from 64 KiB to 2 GiB"),
            reader.duration("method-warn"),
            reader.duration("method-limit"),
            (int)
                reader.bytes(
                    "message-limit",
                    GuestSpec.LEAST_CAPACITY,
                    1L << 30,
                    "a size from 4 KiB (what every guest has room for) to 1 GiB"),
            reader.bytes("output-limit", 1, Long.MAX_VALUE, AT_LEAST_A_BYTE),
            reader.count("calls-in-flight", 1, MOST),
            reader.count("mailbox", 1, MOST),
            reader.bytes("calls-in-flight-memory", 1, Long.MAX_VALUE, AT_LEAST_A_BYTE),
            reader.bytes("mailbox-memory", 1, Long.MAX_VALUE, AT_LEAST_A_BYTE),
            reader.bytes("names-memory", 1024, Long.MAX_VALUE, "a size of at least 1 KiB"),
            grants(reader, unlessSaid),
            callTimeouts(reader),
            reader.count("services", 1, MOST_SERVICES),
            restart(reader));
    if (result.methodWarn().compareTo(result.methodLimit()) > 0) {
      throw reader.outOfOrder(
          "method-warn", shown(result.methodWarn()), "method-limit", shown(result.methodLimit()));
    }
    if (result.messageLimit() > result.memoryLimit()) {
      throw reader.outOfOrder(
          "message-limit",
          result.messageLimit() + " bytes",
          "memory-limit",
          result.memoryLimit() + " bytes");
    }
    requireRoomForAMessage(
        reader, result.messageLimit(), "calls-in-flight-memory", result.callsInFlightMemory());
    requireRoomForAMessage(reader, result.messageLimit(), "mailbox-memory", result.mailboxMemory());
    return result;
  }

  private static Grants grants(SettingsReader reader, Grants unlessSaid) {
    return new Grants(
        reader.isSet("exports") ? names(reader, "exports") : unlessSaid.exports(),
        reader.isSet("requires") ? names(reader, "requires") : unlessSaid.requires(),
        reader.isSet("may-end-application")
            ? reader.flag("may-end-application")
            : unlessSaid.mayEndApplication());
  }

  private static CallTimeouts callTimeouts(SettingsReader reader) {
    Duration least = Duration.ofMillis(1);
    Duration most = CallTimeouts.LONGEST;
    String expected = "a duration from 1 ms to 1 hour";
    Map<String, Duration> toServices =
        reader.durationsByName("call-timeouts", least, most, expected);
    for (String name : toServices.keySet()) {
      requireNameOfService(reader.block("call-timeouts"), name);
    }
    return new CallTimeouts(
        false,
        reader.isSet("call-timeout")
            ? Optional.of(reader.duration("call-timeout", least, most, expected))
            : Optional.empty(),
        toServices);
  }

  private static void requireNameOfService(SettingsReader block, String name) {
    if (!NamePatterns.isValid(name)) {
      throw block.complaint(
          name, "is no name of a service, as greeting.v1.greeting or greeting.v1.* are.");
    }
  }

  private static NamePatterns names(SettingsReader reader, String key) {
    List<String> texts = reader.texts(key);
    if (!texts.stream().allMatch(NamePatterns::isValid)) {
      throw reader.mustBe(
          key, "a list of names of services, as in greeting.v1.greeting or greeting.v1.*");
    }
    return new NamePatterns(texts);
  }

  private static void requireRoomForAMessage(
      SettingsReader reader, int message, String key, long room) {
    if (message > room) {
      throw reader.outOfOrder("message-limit", message + " bytes", key, room + " bytes");
    }
  }

  private static Map<String, String> environment(SettingsReader reader) {
    Map<String, String> env = reader.textsByName("env");
    SettingsReader block = reader.block("env");
    env.forEach(
        (name, value) -> {
          if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
            throw block.complaint(
                name,
                "is no name for an environment variable: it must not be empty nor contain = or"
                    + " NUL.");
          }
          if (value.indexOf('\0') >= 0) {
            throw block.mustBe(name, "a text without the character NUL");
          }
          if (name.equals("HOSTID_HIGH") || name.equals("HOSTID_LOW")) {
            throw block.complaint(name, "is set by the runtime, and must not be configured.");
          }
        });
    return env;
  }

  private static List<String> plugins(SettingsReader reader) {
    List<String> names = reader.texts("plugins");
    for (String name : names) {
      if (!PLUGIN.matcher(name).matches()) {
        throw reader.mustBe("plugins", "a list of plugin names in lower case");
      }
    }
    return names.stream().distinct().toList();
  }

  private static RestartPolicy restart(SettingsReader guest) {
    RestartPolicy.When when = guest.choice("restart", RestartPolicy.When.values());
    SettingsReader backoff = guest.block("restart-backoff");
    Duration min = backoff.duration("min");
    Duration max = backoff.duration("max");
    int ceiling = backoff.count("ceiling", 1, MOST);
    Duration within = backoff.duration("within");
    backoff.rejectUnknown();
    if (min.compareTo(max) > 0) {
      throw backoff.outOfOrder("min", shown(min), "max", shown(max));
    }
    return new RestartPolicy(when, min, max, ceiling, within);
  }

  private static String shown(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
