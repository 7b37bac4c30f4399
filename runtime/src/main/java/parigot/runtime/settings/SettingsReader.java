package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
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
import parigot.plugin.BlockReader;
import parigot.plugin.NearestName;

/** Reads one block of the application's configuration, and the blocks and lists in it. */
final class SettingsReader extends BlockReader<SettingsException> {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final ConfigObject block;
  private final ConfigOrigin origin;

  SettingsReader(String path, ConfigObject block) {
    this(path, block, block.origin());
  }

  private SettingsReader(String path, ConfigObject block, ConfigOrigin origin) {
    super(path, block, origin, SettingsException::new);
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

  List<String> texts(String key) {
    return List.copyOf(
        located(key).stream()
            .map(value -> (String) value.unwrapped())
            .collect(Collectors.toList()));
  }

  /** The texts of a list, each as a value that knows the file that it comes from. */
  List<ConfigValue> located(String key) {
    String expected = "a list of texts";
    List<ConfigValue> result = new ArrayList<>();
    List<? extends ConfigValue> values = read(key, expected, Config::getList);
    List<String> texts = read(key, expected, Config::getStringList);
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

  /** Complains about a key beside this one, in a block of many owners, that is a slip of it. */
  void rejectNear(String key) {
    for (String other : new TreeSet<>(block.keySet())) {
      ConfigOrigin where = block.get(other).origin();
      if (!other.equals(key)
          && !isDefault(where)
          && NearestName.of(other, Set.of(key)).isPresent()) {
        throw new SettingsException(
            "%s: %s is no setting; did you mean %s?".formatted(place(where), pathOf(other), key));
      }
    }
  }

  /** The complaint that one value is over another, at the one that is not a default of ours. */
  SettingsException outOfOrder(String less, String lessShown, String more, String moreShown) {
    return isDefault(block.get(less).origin())
        ? mustBe(more, "at least %s (%s)".formatted(less, lessShown))
        : mustBe(less, "at most %s (%s)".formatted(more, moreShown));
  }
}
