package parigot.plugin;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.regex.Pattern;

/**
 * Durations and sizes of the configuration are written with their unit. Without one,
 * typesafe-config takes milliseconds and bytes, and {@code timeout = 2} would be 2 ms in silence.
 */
public final class Units {
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  private static final Pattern ZERO = Pattern.compile("[-+]?[0.]+([eE][-+]?[0-9]+)?");

  private Units() {}

  /** Whether a value is a number other than 0 to which no unit is written. From any thread. */
  public static boolean isMissing(ConfigValue value) {
    if (value.valueType() != ConfigValueType.NUMBER
        && value.valueType() != ConfigValueType.STRING) {
      return false;
    }
    String written = value.unwrapped().toString().strip();
    return NUMBER.matcher(written).matches() && !ZERO.matcher(written).matches();
  }

  /**
   * The end of the sentence that says so, after the key.
   *
   * @param first a unit that could have been meant, as in {@code s}
   * @param second another, as in {@code ms}
   */
  public static String complaint(ConfigValue value, String first, String second) {
    String number = value.unwrapped().toString().strip();
    return "needs a unit, as in \"%s %s\" or \"%s %s\", and is %s"
        .formatted(number, first, number, second, number);
  }
}
