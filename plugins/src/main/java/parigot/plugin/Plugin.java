package parigot.plugin;

import java.util.List;

/**
 * Native code that serves guests what they cannot do themselves. Found by {@link
 * java.util.ServiceLoader}, on the application's class path or in a jar that the configuration
 * names.
 *
 * <p>The order of calls: one {@link #start}, one {@link #services}, then any number of calls of
 * their methods, then one {@link #close}. Methods are called from the threads of the plugin
 * dispatcher, several at once, and each has the plugin's time-out to answer: then its thread is
 * interrupted and its caller gets the service's error 1. An interrupt must harm no later call. What
 * a method throws harms its own caller's call and nothing else.
 *
 * <p>Reading a request out of a guest's memory, parsing it, the time-out, writing the response,
 * metrics and the log are the runtime's: a plugin has methods from request to response and nothing
 * else.
 */
public interface Plugin extends AutoCloseable {

  /**
   * The plugin's name: that of its block below {@code parigot.plugins} in the configuration, and
   * the word that grants it to a guest. Lower-case letters and digits, as in {@code queue}.
   */
  String name();

  /**
   * Makes the plugin ready.
   *
   * @throws PluginException when it cannot be: one sentence, with which the application stops
   */
  void start(PluginContext context) throws PluginException;

  /** The services that it serves, once it has been started. */
  List<PluginService> services();

  /** Lets go of everything. No method is called any more. */
  @Override
  void close();
}
