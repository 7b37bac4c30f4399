package parigot.plugin;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Native code that serves guests what they cannot do themselves. Found by {@link
 * java.util.ServiceLoader}, on the application's class path or in a jar that the configuration
 * names.
 *
 * <p>The order of calls: one {@link #start}, one {@link #services}, then any number of calls of
 * their methods, then at the end of the application one {@link #drain} while its guests still run,
 * and one {@link #close} when none does. Methods are called from the threads of the plugin
 * dispatcher, several at once, and each has the plugin's time-out to answer: then its thread is
 * interrupted and its caller gets the service's error 1. An interrupt must harm no later call. What
 * a method throws harms its own caller's call and nothing else.
 *
 * <p>What a guest holds it may hold no longer than it lives: {@link #guestEnded} tells of its end,
 * and {@link #undelivered} of a response that nobody took.
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

  /**
   * The keys of those of its settings that name a file or a folder whose content outlives the
   * application. Where such a key is set, a test that runs alone gets a path of its own there, so
   * that it begins with nothing and changes nothing. Called before {@link #start}.
   */
  default Set<String> stores() {
    return Set.of();
  }

  /**
   * Where others than guests can reach it, once it has been started, for an operator: as {@code
   * http://127.0.0.1:8080}.
   */
  default List<String> addresses() {
    return List.of();
  }

  /** The services that it serves, once it has been started. */
  List<PluginService> services();

  /**
   * A guest has ended, for whatever reason: what it holds is to be let go of, such as open files.
   * Called once for each life of a guest that was granted the plugin, after the last of its calls
   * has returned or was given up, from a thread of the plugin dispatcher.
   *
   * @param guest the guest's name, with its number where it has several instances
   * @param hostHigh the upper half of the host id of the life that ended
   * @param hostLow the lower half of it
   */
  default void guestEnded(String guest, long hostHigh, long hostLow) {}

  /**
   * A method has returned this response after its caller had been given up: the guest was told that
   * nobody knows whether the call was carried out, or has ended. A plugin undoes here what the
   * guest cannot, such as an id that it never learned. Called on the thread that ran the method,
   * right after it, and never for a call that failed.
   *
   * @param caller the call, as the method saw it
   */
  default void undelivered(Caller caller, Message request, Message response) {}

  /**
   * The application is about to end, and its guests still run: no more work is taken from outside,
   * and what was taken may finish. Guests are stopped when the returned stage completes, or when
   * {@code stop-grace} is over. Called once, before {@link #close}; it does not block.
   */
  default CompletionStage<Void> drain() {
    return CompletableFuture.completedStage(null);
  }

  /** Lets go of everything. No method is called any more. */
  @Override
  void close();
}
