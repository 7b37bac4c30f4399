package parigot.kernel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The kernel as a value. */
@SuppressWarnings("DoNotCallSuggester")
public final class Kernel {
  private final KernelSettings settings;
  private final IdSource ids;
  private final Directory directory = new Directory();

  public Kernel(KernelSettings settings, IdSource ids) {
    this.settings = settings;
    this.ids = ids;
  }

  public Directory directory() {
    return directory;
  }

  public Id admit(GuestSpec spec) {
    throw new UnsupportedOperationException(spec.label() + ids + settings);
  }

  public SystemCalls systemCalls(Id host, Consumer<FromGuest> out, Inbox inbox) {
    return new SystemCalls(host, directory, out, inbox);
  }

  public void start(long now, List<Effect> out) {
    throw new UnsupportedOperationException();
  }

  public void handle(Id host, FromGuest said, long now, List<Effect> out) {
    throw new UnsupportedOperationException();
  }

  public void ended(Id host, Ending how, long now, List<Effect> out) {
    throw new UnsupportedOperationException();
  }

  public void tick(long now, List<Effect> out) {
    throw new UnsupportedOperationException();
  }

  public OptionalLong nextDeadline() {
    throw new UnsupportedOperationException();
  }

  public void shutdown(int code, long now, List<Effect> out) {
    throw new UnsupportedOperationException();
  }

  public long lateAnswers() {
    throw new UnsupportedOperationException();
  }

  public List<GuestView> guests() {
    throw new UnsupportedOperationException();
  }

  public List<ServiceView> services() {
    throw new UnsupportedOperationException();
  }

  public Optional<ServiceView> findService(String printedId) {
    throw new UnsupportedOperationException();
  }

  public boolean pathExists(String from, String to) {
    throw new UnsupportedOperationException();
  }

  public List<CallView> calls(long now) {
    throw new UnsupportedOperationException();
  }
}
