package parigot.kernel.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parigot.kernel.Budgets;
import parigot.kernel.CallObserver;
import parigot.kernel.CallView;
import parigot.kernel.Event;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.Payload;
import parigot.kernel.Printable;

/** One call that waits for its answer. */
final class Call {
  private final Id id;
  private final Host caller;
  private final Service service;
  private final Id method;
  private final Id methodAsked;
  private final String callerLabel;
  private final int callerCapacity;
  private final Payload param;
  private final long madeAt;
  private final long timeout;

  private boolean delivered;
  private long deliveredAt;
  private boolean inKnownDeadlock;
  private int rerouted;
  private Optional<CallObserver.Observation> observation = Optional.empty();

  /**
   * @param timeout in nanoseconds, as the time
   */
  Call(Id id, Host caller, Service service, Id method, Payload param, long madeAt, long timeout) {
    this(
        id,
        caller,
        caller.label(),
        caller.spec().capacity(),
        service,
        method,
        method,
        param,
        madeAt,
        timeout);
  }

  /**
   * One whose caller may be on another node.
   *
   * @param callerLabel the calling guest as logs have it
   * @param callerCapacity how many bytes one event for it may have
   * @param methodAsked what the caller called, when that is another instance's method
   */
  Call(
      Id id,
      Host caller,
      String callerLabel,
      int callerCapacity,
      Service service,
      Id method,
      Id methodAsked,
      Payload param,
      long madeAt,
      long timeout) {
    this.id = id;
    this.caller = caller;
    this.callerLabel = callerLabel;
    this.callerCapacity = callerCapacity;
    this.service = service;
    this.method = method;
    this.methodAsked = methodAsked;
    this.param = param;
    this.madeAt = madeAt;
    this.timeout = timeout;
  }

  /** The same call to another instance's service. */
  Call to(Service other, Id itsMethod) {
    Call call =
        new Call(
            id,
            caller,
            callerLabel,
            callerCapacity,
            other,
            itsMethod,
            methodAsked,
            param,
            madeAt,
            timeout);
    call.rerouted = rerouted + 1;
    call.observation = observation;
    return call;
  }

  /** The same without its parameter, which may be large. */
  Call withoutParam() {
    return new Call(id, caller, service, method, Payload.ABSENT, madeAt, timeout);
  }

  Id id() {
    return id;
  }

  /** A call equals itself alone; the JVM's own hash of a new object would take longer to make. */
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  /** The callee has it from now on. Until its service runs, the kernel holds it. */
  void deliveredAt(long now) {
    delivered = true;
    deliveredAt = now;
  }

  boolean isDelivered() {
    return delivered;
  }

  long deliveredAt() {
    return deliveredAt;
  }

  /** It certainly did not get to its callee. */
  void neverArrived() {
    delivered = false;
  }

  /** The operator was told that it stands in a deadlock. */
  void knownInDeadlock() {
    inKnownDeadlock = true;
  }

  boolean isInKnownDeadlock() {
    return inKnownDeadlock;
  }

  /** How often it went to another instance than before. */
  int rerouted() {
    return rerouted;
  }

  /** Somebody wants to know of its end. */
  void observedBy(CallObserver.Observation its) {
    observation = Optional.of(its);
  }

  Optional<CallObserver.Observation> observation() {
    return observation;
  }

  Host caller() {
    return caller;
  }

  /** The guest that made it, as logs have it, wherever it runs. */
  String callerLabel() {
    return callerLabel;
  }

  int callerCapacity() {
    return callerCapacity;
  }

  Service service() {
    return service;
  }

  Host callee() {
    return service.host();
  }

  /** How many bytes its parameter takes. */
  int size() {
    return param.size();
  }

  Id method() {
    return method;
  }

  /** The method that the caller named. */
  Id methodAsked() {
    return methodAsked;
  }

  Payload param() {
    return param;
  }

  long madeAt() {
    return madeAt;
  }

  Duration timeout() {
    return Duration.ofNanos(timeout);
  }

  /** When it has waited too long. */
  long deadline() {
    return madeAt > Long.MAX_VALUE - timeout ? Long.MAX_VALUE : madeAt + timeout;
  }

  String methodName() {
    return Printable.of(
        service.methodName(method).orElseGet(() -> method.print(IdKind.METHOD)),
        Budgets.LONGEST_NAME);
  }

  /** For a person: {@code greeting.FetchGreeting}, the called guest and its method. */
  String target() {
    return service.owner() + "." + methodName();
  }

  Event.Call event() {
    return new Event.Call(
        id,
        caller.id(),
        caller.callerName(),
        callerCapacity,
        service.id(),
        method,
        param,
        deadline());
  }

  /**
   * @param chain who waits for whom
   */
  CallView view(List<String> chain, long now) {
    return new CallView(
        id,
        callerLabel,
        service.owner(),
        service.printName(),
        methodName(),
        Duration.ofNanos(now - madeAt),
        timeout(),
        chain);
  }
}
