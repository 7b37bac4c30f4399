package parigot.guest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.teavm.interop.Address;
import parigot.message.Bytes;
import parigot.message.MessageWriter;

/**
 * The memory that a guest shares with its host: the one class that knows addresses.
 *
 * <p>The garbage collector moves objects, but none that a variable of a running method refers to.
 * So an array's address is good for as long as a local variable that is read again later holds it.
 * Nothing else is handed to the host, and while the host works the collector can run only inside
 * {@link #allocate}.
 */
final class HostMemory {
  static final byte[] NOTHING = new byte[0];

  /** How large a response is that needs no memory of its own. */
  private static final int ROOM = 4096;

  /** Room for a response, and behind it for an error number. */
  private static final byte[] FRAME = new byte[ROOM + Integer.BYTES];

  /** What was allocated last for the host. */
  private static byte[] block = NOTHING;

  private HostMemory() {}

  /** How a function of the host ended: an error number, or 0 and a response. */
  record Reply(int error, byte[] response) {}

  /**
   * Calls a function of the host whose response nobody reads.
   *
   * @return an error number, or 0
   */
  static int send(HostCall.Function function, MessageWriter request) {
    byte[] frame = FRAME;
    byte[] buffer = request.buffer();
    int size = request.size();
    long unusedResponse = call(function, buffer, buffer.length - size, size, frame);
    block = NOTHING;
    return littleEndian(frame, ROOM);
  }

  /** Both arrays stay where they are, as its caller holds them. */
  private static long call(
      HostCall.Function function, byte[] bytes, int from, int length, byte[] frame) {
    int start = address(frame);
    block = NOTHING;
    return function.call(length, length == 0 ? 0 : address(bytes) + from, start, start + ROOM);
  }

  /** Calls a function of the host. */
  static Reply exchange(HostCall.Function function, byte[] request) {
    byte[] frame = FRAME;
    int start = address(frame);
    long result = call(function, request, 0, request.length, frame);
    int error = littleEndian(frame, ROOM);
    if (error != 0) {
      return new Reply(error, NOTHING);
    }
    int length = (int) (result >>> 32);
    byte[] given = block;
    block = NOTHING;
    if (length == 0) {
      return new Reply(0, NOTHING);
    }
    if ((int) result != start) {
      return new Reply(0, given);
    }
    byte[] response = new byte[length];
    System.arraycopy(frame, 0, response, 0, length);
    return new Reply(0, response);
  }

  /** Makes a block that the host fills at once, with an event or a long response. */
  static int allocate(int size) {
    byte[] made = new byte[size];
    block = made;
    return address(made);
  }

  /** The event that the host has put into the block. */
  static byte[] takeBlock() {
    byte[] taken = block;
    block = NOTHING;
    return taken;
  }

  /** A function that fills a buffer. */
  @FunctionalInterface
  interface Filling {
    int fill(int buffer, int length);
  }

  static void fill(byte[] target, Filling function) {
    require(function.fill(address(target), target.length));
  }

  /** A function that writes one number of 64 bits. */
  @FunctionalInterface
  interface Reading {
    int read(int target);
  }

  static long read(Reading function) {
    long[] target = new long[1];
    require(function.read(Address.ofData(target).toInt()));
    return target[0];
  }

  /** A function with two results, which are written where the arguments say. */
  @FunctionalInterface
  interface Pair {
    int call(int first, int second);
  }

  /** A list of strings, as WASI gives it: first how many and how long, then where and what. */
  static List<String> strings(Pair sizes, Pair contents) {
    int[] counts = new int[2];
    int at = Address.ofData(counts).toInt();
    require(sizes.call(at, at + Integer.BYTES));
    int[] addresses = new int[counts[0]];
    byte[] bytes = new byte[counts[1]];
    int start = address(bytes);
    require(contents.call(Address.ofData(addresses).toInt(), start));
    List<String> strings = new ArrayList<>();
    for (int address : addresses) {
      int begin = address - start;
      int end = begin;
      while (bytes[end] != 0) {
        end++;
      }
      strings.add(Bytes.of(Arrays.copyOfRange(bytes, begin, end)).toStringUtf8());
    }
    return strings;
  }

  private static int address(byte[] array) {
    return Address.ofData(array).toInt();
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  private static void require(int errno) {
    if (errno != 0) {
      throw new IllegalStateException("a function of WASI failed with the number " + errno);
    }
  }
}
