package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import parigot.plugin.NearestName;
import parigot.plugin.Units;

/**
 * Reads one block of the configuration and words what is wrong with it. A key counts as known once
 * it has been asked for, so the code that reads the settings is also the list of them; {@link
 * #rejectUnknown} comes last.
 */
final class SettingsReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final String path;
  private final ConfigObject block;
  private final ConfigOrigin origin;
  private final TreeSet<String> known = new TreeSet<>();

  SettingsReader(String path, ConfigObject block) {
    this(path, block, block.origin());
  }

  private SettingsReader(String path, ConfigObject block, ConfigOrigin origin) {
    this.path = path;
    this.block = block;
    this.origin = origin;
  }

  /** A block that stands in this one. */
  SettingsReader block(String key) {
    return new SettingsReader(pathOf(key), object(key));
  }

  /** The same, with the keys of another block where it has none. */
  SettingsReader block(String key, ConfigObject defaults) {
    ConfigObject own = object(key);
    return new SettingsReader(pathOf(key), own.withFallback(defaults), own.origin());
  }

  /** A block whose keys are for somebody else to judge. */
  ConfigObject object(String key) {
    ConfigValue value = value(key, "a block { … }");
    if (!(value instanceof ConfigObject object)) {
      throw mustBe(key, "a block { … }");
    }
    return object;
  }

  /** The whole block, for somebody else to judge. */
  Config config() {
    return block.toConfig();
  }

  /** A block at this place with nothing in it. */
  ConfigObject without() {
    return ConfigFactory.empty().root().withOrigin(origin);
  }

  /** The keys that are set, in alphabetical order; whoever asks judges them. */
  List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (String key : new TreeSet<>(block.keySet())) {
      if (isSet(key)) {
        keys.add(key);
      }
    }
    return keys;
  }

  /** Says that a key is known without reading it. */
  void know(String key) {
    known.add(key);
  }

  boolean isSet(String key) {
    known.add(key);
    ConfigValue value = block.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** The value as it stands, which knows the file that it comes from. */
  ConfigValue value(String key, String expected) {
    if (isSet(key)) {
      return block.get(key);
    }
    if (block.containsKey(key)) {
      throw mustBe(key, expected);
    }
    throw new SettingsException(
        "%s: %s is missing; it must be %s."
            .formatted(SettingsException.place(origin), pathOf(key), expected));
  }

  String text(String key, String expected) {
    value(key, expected);
    return read(key, expected, config -> config.getString(ConfigUtil.quoteString(key)));
  }

  boolean flag(String key) {
    String expected = "true or false";
    value(key, expected);
    return read(key, expected, config -> config.getBoolean(ConfigUtil.quoteString(key)));
  }

  List<String> texts(String key) {
    return List.copyOf(
        located(key).stream()
            .map(value -> (String) value.unwrapped())
            .collect(Collectors.toList()));
  }

  /** The texts of a list, each as a value that knows the file that it comes from. */
  List<ConfigValue> located(String key) {
    String expected = "a list of texts";
    value(key, expected);
    List<ConfigValue> result = new ArrayList<>();
    String quoted = ConfigUtil.quoteString(key);
    List<? extends ConfigValue> values = read(key, expected, config -> config.getList(quoted));
    List<String> texts = read(key, expected, config -> config.getStringList(quoted));
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).indexOf('\0') >= 0) {
        throw mustBe(key, "a list of texts without the character NUL");
      }
      result.add(ConfigValueFactory.fromAnyRef(texts.get(i)).withOrigin(values.get(i).origin()));
    }
    return result;
  }

  /**
   * Names and texts; a name whose value is {@code null} is left out, so that a default can be taken
   * back.
   */
  Map<String, String> textsByName(String key) {
    SettingsReader inner = block(key);
    Map<String, String> result = new LinkedHashMap<>();
    for (String name : new TreeSet<>(inner.block.keySet())) {
      if (inner.isSet(name)) {
        result.put(name, inner.text(name, "a text"));
      }
    }
    return Collections.unmodifiableMap(result);
  }

  /**
   * Names with dots and durations; {@code a.b = 1 s} and {@code "a.b" = 1 s} say the same. A name
   * whose value is {@code null} is left out.
   */
  Map<String, Duration> durationsByName(
      String key, Duration least, Duration most, String expected) {
    Map<String, Duration> result = new LinkedHashMap<>();
    block(key).collectDurations("", least, most, expected, result);
    return Collections.unmodifiableMap(result);
  }

  private void collectDurations(
      String prefix, Duration least, Duration most, String expected, Map<String, Duration> result) {
    for (String key : new TreeSet<>(block.keySet())) {
      if (block.get(key) instanceof ConfigObject) {
        block(key).collectDurations(prefix + key + ".", least, most, expected, result);
      } else if (isSet(key)) {
        result.put(prefix + key, duration(key, least, most, expected));
      }
    }
  }

  Duration duration(String key) {
    return duration(key, SHORTEST, LONGEST, "a duration from 1 ms to 1 day");
  }

  Duration duration(String key, Duration least, Duration most, String expected) {
    value(key, expected);
    Duration result =
        read(key, expected, config -> config.getDuration(ConfigUtil.quoteString(key)));
    if (result.compareTo(least) < 0) {
      throw mustBe(key, expected);
    }
    requireUnit(key, "s", "ms");
    if (result.compareTo(most) > 0) {
      throw mustBe(key, expected);
    }
    return result;
  }

  long bytes(String key, long least, long most, String expected) {
    value(key, expected);
    long result = read(key, expected, config -> config.getBytes(ConfigUtil.quoteString(key)));
    if (result < 0) {
      throw mustBe(key, expected);
    }
    requireUnit(key, "KiB", "MiB");
    if (result < least || result > most) {
      throw mustBe(key, expected);
    }
    return result;
  }

  private void requireUnit(String key, String first, String second) {
    if (Units.isMissing(block.get(key))) {
      throw complaint(key, Units.complaint(block.get(key), first, second) + ".");
    }
  }

  int count(String key, int least, int most) {
    return (int)
        wholeNumber(key, least, most, "a whole number from %d to %d".formatted(least, most));
  }

  long wholeNumber(String key, long least, long most, String expected) {
    value(key, expected);
    Number number = read(key, expected, config -> config.getNumber(ConfigUtil.quoteString(key)));
    boolean whole = number instanceof Integer || number instanceof Long;
    if (!whole || number.longValue() < least || number.longValue() > most) {
      throw mustBe(key, expected);
    }
    return number.longValue();
  }

  /** One of an enum's constants, written in lower case and with hyphens. */
  <E extends Enum<E>> E choice(String key, E[] choices) {
    String expected =
        Arrays.stream(choices).map(SettingsReader::written).collect(Collectors.joining(" or "));
    String text = text(key, expected);
    return Arrays.stream(choices)
        .filter(choice -> written(choice).equals(text))
        .findFirst()
        .orElseThrow(() -> mustBe(key, expected));
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Complains about the first key, in alphabetical order, that nobody asked for. */
  void rejectUnknown() {
    for (String key : new TreeSet<>(block.keySet())) {
      if (!known.contains(key)) {
        throw new SettingsException(
            "%s: %s is no setting; %s"
                .formatted(
                    SettingsException.place(block.get(key).origin()),
                    pathOf(key),
                    NearestName.hint(key, known)));
      }
    }
  }

  /** Complains about a key beside this one, in a block of many owners, that is a slip of it. */
  void rejectNear(String key) {
    for (String other : new TreeSet<>(block.keySet())) {
      ConfigOrigin where = block.get(other).origin();
      if (!other.equals(key)
          && !isDefault(where)
          && NearestName.of(other, Set.of(key)).isPresent()) {
        throw new SettingsException(
            "%s: %s is no setting; did you mean %s?"
                .formatted(SettingsException.place(where), pathOf(other), key));
      }
    }
  }

  /** The complaint that a value is not what it must be. */
  SettingsException mustBe(String key, String expected) {
    ConfigValue value = block.get(key);
    return new SettingsException(
        "%s: %s must be %s, and is %s."
            .formatted(
                SettingsException.place(value.origin()), pathOf(key), expected, shown(value)));
  }

  /** The complaint that one value is over another, at the one that is not a default of ours. */
  SettingsException outOfOrder(String less, String lessShown, String more, String moreShown) {
    return isDefault(block.get(less).origin())
        ? mustBe(more, "at least %s (%s)".formatted(less, lessShown))
        : mustBe(less, "at most %s (%s)".formatted(more, moreShown));
  }

  /** A complaint in other words, which begins with the place, if it is not ours, and the key. */
  SettingsException complaint(String key, String predicate) {
    ConfigOrigin where = block.containsKey(key) ? block.get(key).origin() : origin;
    String place = isDefault(where) ? "" : SettingsException.place(where) + ": ";
    return new SettingsException("%s%s %s".formatted(place, pathOf(key), predicate));
  }

  private static boolean isDefault(ConfigOrigin origin) {
    return origin.resource() != null && origin.resource().endsWith("reference.conf");
  }

  private interface Getter<T> {
    T get(Config config);
  }

  private <T> T read(String key, String expected, Getter<T> getter) {
    try {
      return getter.get(block.toConfig());
    } catch (ConfigException wrong) {
      SettingsException complaint = mustBe(key, expected);
      complaint.initCause(wrong);
      throw complaint;
    }
  }

  private String pathOf(String key) {
    String last = key.matches("[A-Za-z0-9_-]+") ? key : ConfigUtil.quoteString(key);
    return path.isEmpty() ? last : path + "." + last;
  }

  private static String shown(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "the list " + value.render(ConfigRenderOptions.concise());
      default -> value.render(ConfigRenderOptions.concise());
    };
  }
}
