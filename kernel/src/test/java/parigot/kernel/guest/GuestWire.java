package parigot.kernel.guest;

import com.google.protobuf.InvalidProtocolBufferException;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import syscall.v1.host.ExitPair;

/** What tests of other rooms need of how a guest's messages are read and written. */
public final class GuestWire {
  private GuestWire() {}

  public static ExitPair exitPair(Id service, int code) {
    return Wire.exitPair(service, code);
  }

  /** The parameter of a dispatch. */
  public static Payload param(byte[] request) throws InvalidProtocolBufferException {
    return Wire.dispatch(request, false).param();
  }

  /** How many bytes the event of this call has, without a context. */
  public static int callSize(Id callerHost, Id service, Id method, Id call, Payload param) {
    return Wire.callSize(callerHost, service, method, call, param, 0);
  }
}
