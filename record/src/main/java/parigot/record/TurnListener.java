package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parigot.kernel.guest.SystemCall;
import parigot.runtime.guest.GuestProgram;

/** Keeps what a guest says while it is replayed, by event. */
final class TurnListener implements ReplayListener {
  static final String READ_ONE =
      GuestProgram.KERNEL_MODULE + "." + SystemCall.READ_ONE.importName();

  private final List<Turn> turns = new ArrayList<>(List.of(Turn.at(0)));
  private final Names names;

  /**
   * @param names learns what services and methods are called
   */
  TurnListener(Names names) {
    this.names = names;
  }

  List<Turn> turns() {
    return turns;
  }

  @Override
  public void given(long number, ByteString event, Instant time) {
    turns.add(Turn.at(number));
  }

  @Override
  public void called(
      String module, String function, byte[] request, int error, ByteString response) {
    String name = module + "." + function;
    if (!name.equals(READ_ONE)) {
      turns.get(turns.size() - 1).said().add(new Turn.Said(name, request));
    }
    if (error == 0 && module.equals(GuestProgram.KERNEL_MODULE)) {
      try {
        names.learn(function, request, response);
      } catch (InvalidProtocolBufferException e) {
        // Who sends what cannot be read has named nothing.
        return;
      }
    }
  }
}
