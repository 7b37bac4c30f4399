package parigot.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedLife;

/** Where the recording of one life goes. {@code begin} comes first; any thread. */
interface EntryLog extends AutoCloseable {
  /** How often the guest was started before. */
  int start();

  /** The life begins. One that never does leaves nothing. */
  void begin(RecordedLife head);

  /** Adds what has crossed into the guest, a {@link RecordedEntry}. Nothing, once closed. */
  void add(FrameContent entry);

  /**
   * Writes what there is until now, if that was not written yet. The guest goes on meanwhile. From
   * any thread.
   *
   * @param folder where to, which is made when it is needed
   * @return the file with it; nothing when the life is over or was not begun
   */
  Optional<Path> dump(Folder folder) throws IOException;

  /** A folder that is made when somebody asks for it. */
  @FunctionalInterface
  interface Folder {
    Path get() throws IOException;
  }

  /**
   * The guest is between two events.
   *
   * @param snapshot what it is, if that is wanted
   */
  void betweenEvents(Supplier<RecordedEntry> snapshot);

  /**
   * The life is over.
   *
   * @param hasFailed whether by a fault of the guest's
   */
  void end(boolean hasFailed);

  /** The life is over, or nobody looks at it any more. */
  @Override
  void close();
}
