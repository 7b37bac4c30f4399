package parigot.wasm;

import java.util.Map;

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
   * Numbers for what the engine refuses.
   *
   * @param unreadable the request lies outside the guest's memory
   * @param unwritable the response would lie outside the guest's memory
   * @param tooLarge the response has more bytes than the guest has room for
   */
  public record Errors(int unreadable, int unwritable, int tooLarge) {
    /** The numbers that every service's error enum shares. */
    public static final Errors OF_A_SERVICE = new Errors(2, 3, 3);
  }
}
