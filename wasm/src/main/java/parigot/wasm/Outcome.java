package parigot.wasm;

import java.util.List;

/**
 * How an entry into a guest ended. After anything but {@link Returned} the instance is spent: its
 * memory may be half changed, and it cannot be entered again.
 */
public sealed interface Outcome {

  /**
   * The end of a sentence that says where a guest was, by the innermost of these functions: {@code
   * in its function shop.Price.of, called by shop.Cart.total}, with a space before it. Empty when
   * there are none.
   */
  static String where(List<String> functions) {
    return TrapStack.inSentence(functions);
  }

  /** What these cases make of this kind. */
  <T> T giveTo(Cases<T> cases);

  /** What is made of each kind. */
  interface Cases<T> {
    T returned(Returned outcome);

    T exited(Exited outcome);

    T trapped(Trapped outcome);

    T interrupted(Interrupted outcome);
  }

  /** The guest came back and can be entered again. */
  record Returned() implements Outcome {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.returned(this);
    }
  }

  /**
   * The guest called {@code proc_exit}.
   *
   * @param code as the guest gave it, an unsigned number of 32 bits in a signed one
   */
  record Exited(int code) implements Outcome {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.exited(this);
    }
  }

  /**
   * The guest trapped or broke something of the host's.
   *
   * @param reason one sentence
   * @param functions those of the guest that were running, the innermost first, by their names and
   *     with their lines where the module knows these, {@code shop.Cart.total:31}; none where they
   *     are not known or the cause tells more
   */
  record Trapped(String reason, Throwable cause, List<String> functions) implements Outcome {
    public Trapped {
      functions = List.copyOf(functions);
    }

    public Trapped(String reason, Throwable cause) {
      this(reason, cause, List.of());
    }

    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.trapped(this);
    }
  }

  /**
   * The guest was interrupted from outside.
   *
   * @param functions those of the guest that were running, the innermost first, by their names;
   *     none where they are not known
   */
  record Interrupted(List<String> functions) implements Outcome {
    public Interrupted {
      functions = List.copyOf(functions);
    }

    public Interrupted() {
      this(List.of());
    }

    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.interrupted(this);
    }
  }
}
