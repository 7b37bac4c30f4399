package parigot.wasm;

import static parigot.wasm.GuestMemory.unsigned;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import com.google.protobuf.ByteString;
import java.util.List;

/**
 * One host function, bound to one guest: takes a request out of the guest's memory, has it carried
 * out, and puts the response and the error number where the guest wants them. The guest passes
 * {@code (i32 requestLength, i32 requestPointer, i32 responsePointer, i32 errorPointer)} and gets
 * an i64, the response's length in its upper and its address in its lower half.
 *
 * <p>Every number comes from the guest and may be anything. What does not fit gets the guest an
 * error number; only an error pointer outside its memory, which leaves no way to say so, traps.
 */
final class MessageCall implements WasmFunctionHandle {
  static final FunctionType TYPE =
      FunctionType.of(
          List.of(ValType.I32, ValType.I32, ValType.I32, ValType.I32), List.of(ValType.I64));

  /** The room that every guest has at its response pointer. */
  static final int ROOM = 4096;

  private static final byte[] NOTHING = {};

  private final GuestInstance guest;
  private final HostModule module;
  private final String name;
  private final HostFunction function;

  MessageCall(GuestInstance guest, HostModule module, String name, HostFunction function) {
    this.guest = guest;
    this.module = module;
    this.name = name;
    this.function = function;
  }

  @Override
  public long[] apply(Instance instance, long... args) {
    long requestLength = unsigned(args[0]);
    long requestPointer = unsigned(args[1]);
    long responsePointer = unsigned(args[2]);
    long errorPointer = unsigned(args[3]);
    GuestMemory memory = guest.memory();
    if (!memory.holds(errorPointer, Integer.BYTES)) {
      throw new TrapException(
          "the error pointer %d given to %s.%s is outside the memory"
              .formatted(errorPointer, module.name(), name));
    }
    long result = 0;
    int error = refusal(requestLength, requestPointer);
    if (error == 0) {
      HostFunction.Reply reply =
          call(requestLength == 0 ? NOTHING : memory.read(requestPointer, (int) requestLength));
      error = reply.error();
      if (error == 0) {
        long pointer = place(reply.response(), responsePointer);
        if (pointer < 0) {
          error = (int) -pointer;
        } else {
          result = ((long) reply.response().size() << 32) | pointer;
        }
      }
    }
    memory.writeInt(errorPointer, error);
    return new long[] {result};
  }

  private int refusal(long length, long pointer) {
    if (length == 0) {
      return 0;
    }
    if (!guest.memory().holds(pointer, length)) {
      return module.errors().unreadable();
    }
    return length > guest.messageLimit() ? module.errors().requestTooLarge() : 0;
  }

  private HostFunction.Reply call(byte[] request) {
    HostFunction.Reply reply;
    try {
      reply = function.call(request);
    } catch (GuestInterrupted e) {
      throw e;
    } catch (Throwable e) {
      throw new HostFailure(module.name() + "." + name, e);
    }
    if (reply == null) {
      throw new HostFailure(
          module.name() + "." + name, new NullPointerException("it gave no reply"));
    }
    guest.requireNotInterrupted();
    return reply;
  }

  /** Writes a response; gives its address, or an error number, negated. */
  private long place(ByteString response, long responsePointer) {
    if (response.isEmpty()) {
      return responsePointer;
    }
    long pointer = responsePointer;
    if (response.size() > ROOM) {
      if (!guest.allocates() || response.size() > guest.messageLimit()) {
        return -module.errors().tooLarge();
      }
      pointer = guest.allocate(response.size());
      if (pointer == 0) {
        return -module.errors().unwritable();
      }
    }
    if (!guest.memory().holds(pointer, response.size())) {
      return -module.errors().unwritable();
    }
    guest.memory().write(pointer, response);
    return pointer;
  }
}
