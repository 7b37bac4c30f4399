package parigot.record;

import com.google.protobuf.ByteString;
import java.time.Instant;

/** Hears what a guest is given and what it does while it is replayed; on the replay's thread. */
public interface ReplayListener {
  /** Hears nothing. */
  ReplayListener NONE = new ReplayListener() {};

  /**
   * The guest is given an event.
   *
   * @param number from 1
   * @param event a serialized {@code syscall.v1.ReadOneResponse}
   */
  default void given(long number, ByteString event, Instant time) {}

  /**
   * The guest calls its host, and gets this.
   *
   * @param module the host module, as in {@code parigot}
   * @param function its name, as in {@code dispatch_}
   * @param error an error number; 0 for none
   */
  default void called(
      String module, String function, byte[] request, int error, ByteString response) {}

  /**
   * The guest writes.
   *
   * @param isError whether on its standard error
   */
  default void wrote(boolean isError, byte[] bytes, int offset, int length) {}
}
