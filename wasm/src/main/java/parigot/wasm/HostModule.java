package parigot.wasm;

import java.util.Map;
import parigot.v1.host.SharedError;

/**
 * A set of functions that guests import under one module name.
 *
 * @param name the module's name in the guest's imports, as in {@code parigot} or {@code queue}
 * @param errors the numbers that this module's callers get when the engine itself must refuse
 * @param functions by the name a guest imports, as in {@code locate_}
 */
public record HostModule(String name, Errors errors, Map<String, HostFunction> functions) {
  public HostModule {
    functions = Map.copyOf(functions);
  }

  /**
   * Numbers for what the engine refuses, each from 1 to 255.
   *
   * @param unreadable the request lies outside the guest's memory
   * @param unwritable the response would lie outside the guest's memory
   * @param requestTooLarge the request has more bytes than a message may have
   * @param tooLarge the response has more bytes than the guest has room for
   */
  public record Errors(int unreadable, int unwritable, int requestTooLarge, int tooLarge) {

    /** The numbers that every service's error enum shares. */
    public static final Errors OF_A_SERVICE =
        new Errors(
            SharedError.UnmarshalError_VALUE,
            SharedError.MarshalError_VALUE,
            SharedError.UnmarshalError_VALUE,
            SharedError.MarshalError_VALUE);

    public Errors {
      requireNumber(unreadable);
      requireNumber(unwritable);
      requireNumber(requestTooLarge);
      requireNumber(tooLarge);
    }

    /** The same number for a request and a response that are too large. */
    public Errors(int unreadable, int unwritable, int tooLarge) {
      this(unreadable, unwritable, tooLarge, tooLarge);
    }

    private static void requireNumber(int error) {
      if (error < 1 || error > 255) {
        throw new IllegalArgumentException(
            "an error number is between 1 and 255, this one is " + error);
      }
    }
  }
}
