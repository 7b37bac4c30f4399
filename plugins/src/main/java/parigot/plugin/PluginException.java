package parigot.plugin;

/**
 * A plugin cannot start. The message is one sentence for the person who started the application.
 */
public final class PluginException extends Exception {
  private static final long serialVersionUID = 1;

  public PluginException(String message) {
    super(message);
  }

  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
