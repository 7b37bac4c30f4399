package parigot.kernel;

import java.time.Duration;

/** One call that waits for its answer. */
final class Call {
  private final Id id;
  private final Host caller;
  private final Service service;
  private final Id method;
  private final Payload param;
  private final long madeAt;
  private final long timeout;

  /** Whether the callee has it. Until its service runs, the kernel holds it. */
  boolean delivered;

  long deliveredAt;

  /** Whether the operator was told that it stands in a deadlock. */
  boolean isInKnownDeadlock;

  /**
   * @param timeout in nanoseconds, as the time
   */
  Call(Id id, Host caller, Service service, Id method, Payload param, long madeAt, long timeout) {
    this.id = id;
    this.caller = caller;
    this.service = service;
    this.method = method;
    this.param = param;
    this.madeAt = madeAt;
    this.timeout = timeout;
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

  Host caller() {
    return caller;
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
        service.methods.getOrDefault(method, method.print(IdKind.METHOD)), Budgets.LONGEST_NAME);
  }

  /** For a person: {@code greeting.FetchGreeting}, the called guest and its method. */
  String target() {
    return callee().label() + "." + methodName();
  }

  Event.Call event() {
    return new Event.Call(id, caller.id(), caller.spec().capacity(), service.id(), method, param);
  }

  CallView view(long now) {
    return new CallView(
        id,
        caller.label(),
        callee().label(),
        service.printName(),
        methodName(),
        Duration.ofNanos(now - madeAt));
  }
}
