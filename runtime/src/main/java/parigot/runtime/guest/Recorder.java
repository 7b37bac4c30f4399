package parigot.runtime.guest;

import java.util.Optional;
import java.util.ServiceLoader;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/**
 * Keeps what crosses into guests, so that they can be run again. Found by {@link ServiceLoader}.
 */
public interface Recorder {
  /** The block of the configuration that is for a recorder. */
  String BLOCK = "parigot.record";

  /**
   * Begins to record an application, if its settings want that.
   *
   * @throws SettingsException when they are wrong
   * @throws StartException when it cannot be recorded; the message is a sentence
   */
  Optional<Recording> begin(ApplicationSettings settings);

  /** What is recorded of one application, or of one node of it. From any thread. */
  interface Recording {
    /**
     * The same code, whose instances are recorded. What an instance needs of the recording it lets
     * go of at its end.
     *
     * @param label the guest's name in the log
     * @throws StartException when it cannot be recorded; the message is a sentence
     */
    GuestCode recorded(String label, GuestCode code);
  }

  /** Nothing is recorded. */
  Recording NONE = (label, code) -> code;

  /**
   * What the settings want to be recorded.
   *
   * @throws StartException when they are wrong, or there is nobody to do it
   */
  static Recording of(ApplicationSettings settings) {
    Optional<Recorder> recorder =
        ServiceLoader.load(Recorder.class, Recorder.class.getClassLoader()).findFirst();
    if (recorder.isEmpty() && settings.config().hasPath(BLOCK)) {
      throw new StartException(BLOCK + " is set, and parigot-record is not on the class path.");
    }
    try {
      return recorder.flatMap(found -> found.begin(settings)).orElse(NONE);
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
  }
}
