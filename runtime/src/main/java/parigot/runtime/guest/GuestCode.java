package parigot.runtime.guest;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.v1.host.GuestState;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

/**
 * The code of a guest, ready to be run any number of times: what an engine makes of a module, or of
 * something else that can be a guest. From any thread.
 */
public interface GuestCode {

  /** Tells this code from any other, however it came to be where it was loaded from. */
  String fingerprint();

  /** What is known of its services. */
  ServiceDescriptors descriptors();

  /** How it wants to be run. */
  GuestShape shape();

  /** Whether it can be given messages of more than 4096 bytes. */
  boolean takesLargeMessages();

  /** Whether an instance stays within the memory that it is given. */
  boolean keepsToItsMemory();

  /** What an instance may grow to, in bytes, when it is given this limit. */
  long largestMemory(long limitBytes);

  /**
   * Makes an instance. No code of the guest runs before {@link Instance#start}.
   *
   * @param modules what the guest may call of its host
   * @throws ModuleException when it cannot be made; the message is a sentence
   */
  Instance instantiate(InstanceSettings settings, List<HostModule> modules) throws ModuleException;

  /**
   * The same code for who makes instances by the thousand and has one thread for all of them: an
   * instance may leave to the next what is costly to make.
   */
  default GuestCode forManyInstances() {
    return this;
  }

  /** What runs in the place of other code that takes this one's place. */
  default GuestCode replacedBy(GuestCode other) {
    return other;
  }

  /**
   * One running guest. {@code start} comes first, once; then {@code deliver}, for reactors, one
   * event at a time. Each returns how the guest came back; after anything but {@link
   * Outcome.Returned} the instance is spent. These two may be called from different threads, one
   * after the other; the rest from any thread at any time.
   */
  interface Instance {

    /** Runs the guest's start on this thread, and for a loop guest its whole life. */
    Outcome start();

    /** Hands an event to a reactor. */
    Outcome deliver(ByteString event);

    /**
     * Ends the entry with this number, if it is running and the engine can. One that cannot says
     * where the guest is.
     *
     * @return whether it has been told to end
     */
    boolean interrupt(long entry);

    /** Ends what runs, or at least the wait for it, and whatever would run later. */
    void kill();

    /** The number of the entry that is running and was not interrupted, from 1; 0 when none is. */
    long runningEntry();

    /** What its memory takes now, in bytes; empty where nobody can tell. */
    OptionalLong memoryBytes();

    /**
     * A checksum of all that the guest is, where the engine can tell: between two entries, or on
     * the guest's thread while it calls its host.
     */
    OptionalInt stateHash();

    /**
     * All that the guest is between two events, where the engine can tell: another instance of its
     * code can be given it in the place of a start.
     */
    default Optional<GuestState> state() {
      return Optional.empty();
    }

    /**
     * Makes it what another instance was, in the place of its start.
     *
     * @throws IllegalArgumentException when that cannot be
     */
    default void restore(GuestState state) {
      throw new IllegalArgumentException("a guest of this kind cannot be restored");
    }

    /** Lets go of what it holds, once it is entered no more. */
    void close();
  }
}
