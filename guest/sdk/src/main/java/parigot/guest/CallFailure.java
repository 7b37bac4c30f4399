package parigot.guest;

import java.util.ArrayList;
import java.util.List;
import parigot.message.MessageReader;
import parigot.message.MessageWriter;
import syscall.v1.KernelErr;

/**
 * Why a call has no answer, as it reads in a {@code parigot.v1.CallFailure}.
 *
 * @param mayHaveRun false when the method certainly did not start
 */
record CallFailure(KernelErr reason, String detail, List<String> chain, boolean mayHaveRun) {
  private static final int TAG_BITS = 3;

  /** What a method ended with, if its caller is to be told more than that it has no answer. */
  static CallFailure of(Throwable error) {
    if (error instanceof OutcomeUnknownException unknown) {
      return new CallFailure(unknown.reason(), unknown.getMessage(), List.of(), true);
    }
    if (error instanceof CallNotMadeException notMade && notMade.isForCaller()) {
      return new CallFailure(notMade.reason(), notMade.getMessage(), List.of(), false);
    }
    return null;
  }

  /** Reads what stands between here and the end of what the reader has. */
  static CallFailure read(MessageReader in) {
    KernelErr reason = KernelErr.NoError;
    String detail = "";
    List<String> chain = new ArrayList<>();
    boolean mayHaveRun = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 1 -> reason = KernelErr.forNumber(in.readInt32());
        case 2 -> detail = in.readString();
        case 3 -> chain.add(in.readString());
        case 4 -> mayHaveRun = in.readBool();
        default -> in.skipField(tag);
      }
    }
    return new CallFailure(reason, detail, chain, mayHaveRun);
  }

  void write(MessageWriter out, int number) {
    int end = out.size();
    out.writeBool(4, mayHaveRun);
    out.writeString(2, detail);
    out.writeInt32(1, reason.getNumber());
    out.endMessage(number, end);
  }

  /** What a caller gets of it. */
  CallException exception(String message) {
    return mayHaveRun
        ? new OutcomeUnknownException(message, reason, chain)
        : new CallNotMadeException(message, reason, chain);
  }
}
