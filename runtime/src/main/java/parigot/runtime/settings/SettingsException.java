package parigot.runtime.settings;

import com.typesafe.config.ConfigOrigin;

/**
 * The configuration cannot be used. The message is one sentence for the person who wrote it: where
 * it stands (file and line), which key, and what was expected.
 */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String sentence) {
    super(sentence);
  }

  SettingsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** The file and line that a value comes from, or what else it comes from. */
  public static String place(ConfigOrigin origin) {
    if (origin.filename() == null) {
      return origin.description();
    }
    return origin.lineNumber() > 0
        ? origin.filename() + ":" + origin.lineNumber()
        : origin.filename();
  }
}
