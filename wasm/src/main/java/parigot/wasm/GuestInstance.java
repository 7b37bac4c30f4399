package parigot.wasm;

/** One running guest. */
@SuppressWarnings("DoNotCallSuggester")
public final class GuestInstance {

  GuestInstance() {}

  /** Runs the guest's start function: a loop guest's whole life, a reactor's preparations. */
  public Outcome start() {
    throw new UnsupportedOperationException();
  }

  /** Hands an event to a reactor guest, which works on it until it returns. */
  public Outcome deliver(byte[] event) {
    throw new UnsupportedOperationException(event.length + " bytes");
  }

  /** Ends what runs in this instance right now; from any thread. */
  public void interrupt() {
    throw new UnsupportedOperationException();
  }

  /** Ends the entry with this number if it is still running; from any thread. */
  public boolean interrupt(long entry) {
    throw new UnsupportedOperationException(entry + "");
  }

  /** The number of the entry that is running, counted from 1; 0 when none is. From any thread. */
  public long runningEntry() {
    throw new UnsupportedOperationException();
  }

  /** The size of the guest's linear memory, in bytes; from any thread. */
  public long memoryBytes() {
    throw new UnsupportedOperationException();
  }
}
