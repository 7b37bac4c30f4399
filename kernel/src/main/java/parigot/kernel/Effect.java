package parigot.kernel;

/** What the kernel wants done after it has applied an input. Carried out in the order given. */
public sealed interface Effect {

  /** Hand this event to that guest. */
  record Deliver(Id host, Event event) implements Effect {}

  /** End this guest as soon as it is between two events. The answer is an {@link Ending}. */
  record Stop(Id host) implements Effect {}

  /** End this guest now, whatever it does. The answer is an {@link Ending}. */
  record Kill(Id host, String why) implements Effect {}

  /** Admit this guest, which has ended, and run it again. */
  record StartAgain(GuestSpec guest) implements Effect {}

  /** Every service that asked to launch is running, and every guest has launched or ended. */
  record AllLaunched() implements Effect {}

  /** No guest is left. The application is over, with this exit code. */
  record ApplicationEnded(int code) implements Effect {}

  /**
   * A sentence for the operator. It has no control characters and an end.
   *
   * @param kind there may be as many of one kind as guests want, and not all need be said; empty
   *     for those that must be
   */
  record Report(Severity severity, String kind, String sentence) implements Effect {
    private static final int LONGEST_SENTENCE = 1 << 20;
    private static final int LONGEST_OF_A_KIND = 4000;

    public Report {
      sentence = Printable.of(sentence, kind.isEmpty() ? LONGEST_SENTENCE : LONGEST_OF_A_KIND);
    }

    Report(Severity severity, String sentence) {
      this(severity, "", sentence);
    }
  }

  /** How loudly a {@link Report} is said. */
  enum Severity {
    ERROR,
    WARNING,
    INFO,
    DEBUG
  }
}
