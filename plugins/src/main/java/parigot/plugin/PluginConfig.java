package parigot.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads a plugin's own block of the configuration and complains, in one sentence that names the
 * place and the key, about what is not as it must be. Ask for every key, then call {@link
 * #rejectOthers}. Used by one thread.
 */
public final class PluginConfig {
  private static final Duration SHORTEST = Duration.ofNanos(1);
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final Config block;
  private final BlockReader<PluginException> reader;

  private PluginConfig(String plugin, Config block) {
    this.block = block;
    reader =
        new BlockReader<>(
            "parigot.plugins." + plugin, block.root(), block.origin(), PluginException::new);
  }

  /**
   * A reader of one block.
   *
   * @param plugin the plugin's name
   * @param block {@link PluginContext#config}, which has the defaults
   */
  public static PluginConfig of(String plugin, Config block) {
    return new PluginConfig(plugin, block);
  }

  /**
   * A path, if the key is set. A relative one starts beside the file that names it, and one that
   * comes from no file in the current folder; {@code ~/} is the user's home.
   */
  public Optional<Path> path(String key) throws PluginException {
    if (!reader.isSet(key)) {
      return Optional.empty();
    }
    ConfigValue value = reader.value(key, "a path");
    if (value.valueType() != ConfigValueType.STRING) {
      throw reader.mustBe(key, "a path");
    }
    return Optional.of(reader.path(key, value.origin(), (String) value.unwrapped()));
  }

  /**
   * A text that is not blank.
   *
   * @param expected what it must be, for the complaint that it is not, as in "a host's name"
   */
  public String text(String key, String expected) throws PluginException {
    String text = reader.text(key, expected);
    if (text.isBlank()) {
      throw reader.mustBe(key, expected);
    }
    return text;
  }

  /** True or false. */
  public boolean flag(String key) throws PluginException {
    return reader.flag(key);
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String key, int least, int most) throws PluginException {
    return reader.count(key, least, most);
  }

  /** An amount of memory in bytes, one or more. */
  public long bytes(String key) throws PluginException {
    return reader.bytes(key, 1, Long.MAX_VALUE, "a size, as in 64 MiB");
  }

  /** A duration of more than nothing. */
  public Duration duration(String key) throws PluginException {
    return reader.duration(key, SHORTEST, LONGEST, "a duration, as in 30 s");
  }

  /** Complains about the first key, in alphabetical order, that nobody has asked for. */
  public void rejectOthers() throws PluginException {
    reader.rejectUnknown();
  }

  /** The complaint about a key that its value cannot be used, in a predicate of your own. */
  public PluginException complaint(String key, String predicate) {
    return reader.complaint(key, predicate + ".");
  }

  /** Whether the value of this key comes from the defaults on the class path. */
  public boolean isDefault(String key) {
    ConfigValue value = block.root().get(key);
    return value != null && value.origin().resource() != null;
  }
}
