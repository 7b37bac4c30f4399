package parigot.kernel;

/** How a guest came to its end. */
public sealed interface Ending {

  /** What these cases make of this kind. */
  <T> T giveTo(Cases<T> cases);

  /** What is made of each kind. */
  interface Cases<T> {
    T exited(Exited ending);

    T failed(Failed ending);

    T stopped(Stopped ending);
  }

  /** It returned from its start (code 0) or called {@code proc_exit}. */
  record Exited(int code) implements Ending {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.exited(this);
    }
  }

  /** It trapped, or was ended because it went over a limit: one sentence says which. */
  record Failed(String reason) implements Ending {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.failed(this);
    }
  }

  /** It was stopped because the kernel said so. */
  record Stopped() implements Ending {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.stopped(this);
    }
  }
}
