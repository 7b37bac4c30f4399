package parigot.plugin;

import java.util.Optional;

/**
 * Which guest a method serves, and in which of its calls.
 *
 * @param guest the guest's name, with its number where it has several instances
 * @param hostHigh the upper half of its host id
 * @param hostLow the lower half of its host id
 * @param service the called service's full name, as in {@code queue.v1.Queue}
 * @param method the called method's name as its .proto writes it
 * @param call a number that no other call to a plugin of this application has
 * @param room the bytes that the response may have; a method that changes something refuses before
 *     it does so when its response would have more
 * @param trace of which trace the call is a part, to be handed on to what the plugin asks elsewhere
 */
public record Caller(
    String guest,
    long hostHigh,
    long hostLow,
    String service,
    String method,
    long call,
    int room,
    Optional<TraceParent> trace) {

  /** Of a call that is part of no trace. */
  public Caller(
      String guest,
      long hostHigh,
      long hostLow,
      String service,
      String method,
      long call,
      int room) {
    this(guest, hostHigh, hostLow, service, method, call, room, Optional.empty());
  }

  /** No guest, but the plugin itself, which tries a method of this service and has all room. */
  public static Caller itself(String service) {
    return new Caller("", 0, 0, service, "", 0, Integer.MAX_VALUE);
  }
}
