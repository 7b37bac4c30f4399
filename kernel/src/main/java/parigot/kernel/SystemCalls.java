package parigot.kernel;

import java.util.Optional;
import java.util.function.Consumer;

/** One guest's half of the kernel. */
@SuppressWarnings("DoNotCallSuggester")
public final class SystemCalls {
  private final Id host;
  private final Directory directory;
  private final Consumer<FromGuest> out;
  private final Inbox inbox;

  SystemCalls(Id host, Directory directory, Consumer<FromGuest> out, Inbox inbox) {
    this.host = host;
    this.directory = directory;
    this.out = out;
    this.inbox = inbox;
  }

  /** The id of the guest's own host. */
  public Id host() {
    return host;
  }

  /** Carries out one system call. */
  public Answer handle(SystemCall call, byte[] request) {
    throw new UnsupportedOperationException(
        call + " " + directory.hashCode() + out.hashCode() + inbox.hashCode());
  }

  /** The next event for a guest that is handed its events, as a serialized ReadOneResponse. */
  public Optional<byte[]> nextEvent() {
    throw new UnsupportedOperationException();
  }
}
