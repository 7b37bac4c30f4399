package parigot.runtime.guest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.apiguardian.api.API;
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

    /**
     * Writes what was recorded until now of guests that live, and was not written yet. They go on
     * meanwhile.
     *
     * @param guest the guest's name, or its name in the log; all guests when there is none
     * @param name of the folder that is made for it, for several nodes that are to share one; a
     *     free one when there is none
     * @return what there is; nothing when nothing is recorded
     * @throws IOException when it cannot be written
     */
    default Optional<Dump> dump(Optional<String> guest, Optional<String> name) throws IOException {
      return Optional.empty();
    }
  }

  /**
   * Recordings of guests that live.
   *
   * @param folder what they lie in
   * @param name the name of the folder that was made for it; empty when none was needed
   * @param files by the guests' names in the log
   */
  @API(status = API.Status.MAINTAINED)
  record Dump(Path folder, String name, Map<String, Path> files) {
    public Dump {
      files = Map.copyOf(files);
    }
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
