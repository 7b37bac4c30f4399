package parigot.kernel;

import java.util.List;

/** One change of the {@code Directory}. */
public sealed interface Listing {

  /** Hands this to the method for its kind. */
  void giveTo(Cases cases);

  /** What is done with each kind of change. */
  interface Cases {
    void admitted(Admitted change);

    void ended(Ended change);

    void registered(Registered change);

    void bound(Bound change);

    void unregistered(Unregistered change);

    void provided(Provided change);

    void withdrawn(Withdrawn change);
  }

  /** A guest was admitted. */
  record Admitted(Id host) implements Listing {
    @Override
    public void giveTo(Cases cases) {
      cases.admitted(this);
    }
  }

  /** A guest has ended. */
  record Ended(Id host) implements Listing {
    @Override
    public void giveTo(Cases cases) {
      cases.ended(this);
    }
  }

  /**
   * A service was registered; one of the same id that was there before is there no more.
   *
   * @param capacity how many bytes one event for its host may have
   * @param isRemote whether it runs on another node
   * @param methods those that it had in an earlier life of its guest
   */
  record Registered(
      Id service, Id host, int capacity, boolean isRemote, List<ServiceView.Method> methods)
      implements Listing {
    public Registered {
      methods = List.copyOf(methods);
    }

    @Override
    public void giveTo(Cases cases) {
      cases.registered(this);
    }
  }

  /** A method was bound to a service. */
  record Bound(Id service, ServiceView.Method method) implements Listing {
    @Override
    public void giveTo(Cases cases) {
      cases.bound(this);
    }
  }

  /** A service of this host is there no more. */
  record Unregistered(Id service, Id host) implements Listing {
    @Override
    public void giveTo(Cases cases) {
      cases.unregistered(this);
    }
  }

  /** A service that exports this name runs. */
  record Provided(ServiceName name, Id service) implements Listing {
    @Override
    public void giveTo(Cases cases) {
      cases.provided(this);
    }
  }

  /** A service that exports this name runs no more. It is still registered. */
  record Withdrawn(ServiceName name, Id service) implements Listing {
    @Override
    public void giveTo(Cases cases) {
      cases.withdrawn(this);
    }
  }
}
