package parigot.kernel;

import static java.util.Objects.requireNonNull;

/**
 * What the kernel must know of a guest before it runs.
 *
 * @param name the name that the configuration gives it
 * @param instance which of its instances this is, from 1
 * @param instances how many there are
 * @param kind its part in the life of the application
 * @param capacity how many bytes one event for it may have: 4096, or more when it can be asked for
 *     memory
 * @param callsInFlight how many calls and timers of its own may be open
 * @param mailbox how many calls to it may be open
 * @param services how many services it may register in one life
 * @param budgets how many bytes it may take up
 * @param grants what it may do to others
 * @param callTimeouts how long the calls to it and its own may wait
 * @param restart when it is started again; of meaning for servers only
 * @param code tells its code from any other; empty when that is not known
 */
public record GuestSpec(
    String name,
    int instance,
    int instances,
    GuestKind kind,
    int capacity,
    int callsInFlight,
    int mailbox,
    int services,
    Budgets budgets,
    Grants grants,
    CallTimeouts callTimeouts,
    RestartPolicy restart,
    String code) {

  /** The size of an event that every guest can take. */
  public static final int LEAST_CAPACITY = 4096;

  /** How many services a guest may register where nothing else is said. */
  public static final int DEFAULT_SERVICES = 100;

  public GuestSpec {
    requireNonNull(name);
    requireNonNull(kind);
    requireNonNull(budgets);
    requireNonNull(grants);
    requireNonNull(callTimeouts);
    requireNonNull(restart);
    requireNonNull(code);
    if (instance < 1 || instance > instances) {
      throw new IllegalArgumentException(
          "%s: instance is %d, expected 1 to %d.".formatted(name, instance, instances));
    }
    if (capacity < LEAST_CAPACITY) {
      throw new IllegalArgumentException(
          "%s: an event may have %d bytes, expected at least %d."
              .formatted(name, capacity, LEAST_CAPACITY));
    }
    if (callsInFlight < 1 || mailbox < 1) {
      throw new IllegalArgumentException(
          "%s: calls-in-flight is %d and mailbox is %d, expected at least 1."
              .formatted(name, callsInFlight, mailbox));
    }
    if (services < 1) {
      throw new IllegalArgumentException(
          "%s: services is %d, expected at least 1.".formatted(name, services));
    }
  }

  /** A guest of which it is not known how to tell its code from any other. */
  public GuestSpec(
      String name,
      int instance,
      int instances,
      GuestKind kind,
      int capacity,
      int callsInFlight,
      int mailbox,
      int services,
      Budgets budgets,
      Grants grants,
      CallTimeouts callTimeouts,
      RestartPolicy restart) {
    this(
        name,
        instance,
        instances,
        kind,
        capacity,
        callsInFlight,
        mailbox,
        services,
        budgets,
        grants,
        callTimeouts,
        restart,
        "");
  }

  /** A guest without budgets that may do everything. */
  public GuestSpec(
      String name,
      int instance,
      int instances,
      GuestKind kind,
      int capacity,
      int callsInFlight,
      int mailbox,
      int services,
      RestartPolicy restart) {
    this(
        name,
        instance,
        instances,
        kind,
        capacity,
        callsInFlight,
        mailbox,
        services,
        Budgets.NONE,
        Grants.ALL,
        CallTimeouts.OF_THE_APPLICATION,
        restart);
  }

  /** A guest that is never started again, with as many services as most and no budgets. */
  public GuestSpec(
      String name,
      int instance,
      int instances,
      GuestKind kind,
      int capacity,
      int callsInFlight,
      int mailbox) {
    this(
        name,
        instance,
        instances,
        kind,
        capacity,
        callsInFlight,
        mailbox,
        DEFAULT_SERVICES,
        Budgets.NONE,
        Grants.ALL,
        CallTimeouts.OF_THE_APPLICATION,
        RestartPolicy.NEVER);
  }

  /** The same, but for how long calls may wait. */
  public GuestSpec with(CallTimeouts timeouts) {
    return new GuestSpec(
        name,
        instance,
        instances,
        kind,
        capacity,
        callsInFlight,
        mailbox,
        services,
        budgets,
        grants,
        timeouts,
        restart,
        code);
  }

  /** The same with other code. */
  public GuestSpec withCode(String other) {
    return new GuestSpec(
        name,
        instance,
        instances,
        kind,
        capacity,
        callsInFlight,
        mailbox,
        services,
        budgets,
        grants,
        callTimeouts,
        restart,
        other);
  }

  /** Whether it can be asked for the place of an event. */
  public boolean takesLargeEvents() {
    return capacity > LEAST_CAPACITY;
  }

  /** Its name in logs: {@code greeting}, or {@code greeting.2} when there are several. */
  public String label() {
    return instances == 1 ? name : name + "." + instance;
  }
}
