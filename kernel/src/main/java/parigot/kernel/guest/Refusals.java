package parigot.kernel.guest;

import static syscall.v1.host.KernelErr.DataTooLarge;
import static syscall.v1.host.KernelErr.NamespaceExhausted;
import static syscall.v1.host.KernelErr.WriteTimeout;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parigot.kernel.Budgets;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.ServiceName;
import parigot.kernel.Utf8;
import syscall.v1.host.KernelErr;

/** Refuses a guest what is over one of its limits, and lets the operator know. */
final class Refusals {
  private final GuestSpec spec;
  private final Consumer<FromGuest> kernel;
  private final Set<String> limitsMet = new HashSet<>();

  Refusals(GuestSpec spec, Consumer<FromGuest> kernel) {
    this.spec = spec;
    this.kernel = kernel;
  }

  /** The guest is at its next event. */
  void nextEvent() {
    if (!limitsMet.isEmpty()) {
      limitsMet.clear();
    }
  }

  /**
   * The operator hears of each limit once an event, however often it is met.
   *
   * @param key the limit's, in the configuration
   */
  Answer refused(KernelErr error, String key, Supplier<String> sentence) {
    if (limitsMet.add(key)) {
      kernel.accept(new FromGuest.Refused(key, sentence.get()));
    }
    return Answer.refused(error);
  }

  Answer notGranted(KernelErr error, String verb, ServiceName name, String key) {
    return refused(
        error, key, () -> "wanted to %s %s, which is not among its %s.".formatted(verb, name, key));
  }

  static boolean isTooLong(String name) {
    return name.length() > Budgets.LONGEST_NAME || Utf8.length(name) > Budgets.LONGEST_NAME;
  }

  Answer tooLong(String name) {
    return refused(
        DataTooLarge,
        "longest name",
        () ->
            "has a name of %,d bytes, and a name has at most %d."
                .formatted(Utf8.length(name), Budgets.LONGEST_NAME));
  }

  Answer tooManyNames() {
    return refused(
        NamespaceExhausted,
        "names-memory",
        () ->
            "has names for all of its names-memory of %,d bytes."
                .formatted(spec.budgets().names()));
  }

  Answer tooManyCalls() {
    return refused(
        WriteTimeout,
        "calls-in-flight",
        () ->
            "has as many calls and timers open as its calls-in-flight of %,d."
                .formatted(spec.callsInFlight()));
  }
}
