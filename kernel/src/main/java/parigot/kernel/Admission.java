package parigot.kernel;

/**
 * What the kernel says of a guest that it has admitted: all that the guest's own half, its {@link
 * SystemCalls}, is made from, wherever that is.
 */
public final class Admission {
  private final Id host;
  private final GuestSpec spec;
  private final int number;
  private final SeededIds.Seed seed;
  private final Identities identities;

  /**
   * @param number how many were admitted before
   * @param seed of the ids of its services and methods
   * @param identities the ids that its names had in its earlier lives; never changed any more
   */
  Admission(Id host, GuestSpec spec, int number, SeededIds.Seed seed, Identities identities) {
    this.host = host;
    this.spec = spec;
    this.number = number;
    this.seed = seed;
    this.identities = identities;
  }

  /** The id of the guest's host. */
  public Id host() {
    return host;
  }

  /** What was admitted. */
  public GuestSpec spec() {
    return spec;
  }

  int number() {
    return number;
  }

  OwnServices services() {
    return new OwnServices(new SeededIds(seed), identities, spec);
  }
}
