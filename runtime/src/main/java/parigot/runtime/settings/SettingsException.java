package parigot.runtime.settings;

/**
 * The configuration cannot be used. The message is one sentence for the person who wrote it: where
 * it stands (file and line), which key, and what was expected.
 */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * The same from who reads a block of its own.
   *
   * @param sentence as above
   */
  public SettingsException(String sentence) {
    super(sentence);
  }

  SettingsException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
