package parigot.kernel;

import java.util.List;
import parigot.v1.host.PeerMessage;

/** What the kernel wants done after it has applied an input. Carried out in the order given. */
public sealed interface Effect {

  /** Hands this to the method for its kind. */
  void giveTo(Cases cases);

  /** What is done about each kind of effect. */
  interface Cases {
    void deliver(Deliver effect);

    void tell(Tell effect);

    void begin(Begin effect);

    void stop(Stop effect);

    void kill(Kill effect);

    void startAgain(StartAgain effect);

    void allLaunched(AllLaunched effect);

    void listed(Listed effect);

    void drain(Drain effect);

    void applicationEnded(ApplicationEnded effect);

    void report(Report effect);

    void moved(Moved effect);

    void leased(Leased effect);
  }

  /** Hand this event to that guest. */
  record Deliver(Id host, Event event) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.deliver(this);
    }
  }

  /** Say this to the kernel of another node, after all that was said to it before. */
  record Tell(String node, PeerMessage message) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.tell(this);
    }
  }

  /** Every admitted guest may run from now on. Comes once. */
  record Begin() implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.begin(this);
    }
  }

  /** End this guest as soon as it is between two events. The answer is an {@link Ending}. */
  record Stop(Id host) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.stop(this);
    }
  }

  /** End this guest now, whatever it does. The answer is an {@link Ending}. */
  record Kill(Id host, String why) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.kill(this);
    }
  }

  /** Admit this guest, which has ended, and run it again. */
  record StartAgain(GuestSpec guest) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.startAgain(this);
    }
  }

  /** Every service that asked to launch is running, and every guest has launched or ended. */
  record AllLaunched() implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.allLaunched(this);
    }
  }

  /** Change the {@code Directory}, before anything that comes after this. */
  record Listed(Listing change) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.listed(this);
    }
  }

  /**
   * The application is going to end: take no more work from outside, let what has come be done, and
   * then call {@code Kernel.drained}. Comes once.
   */
  record Drain() implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.drain(this);
    }
  }

  /** No guest is left. The application is over, with this exit code. */
  record ApplicationEnded(int code) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.applicationEnded(this);
    }
  }

  /**
   * A movable guest has come to this node, or does not run here any more, and may elsewhere.
   *
   * @param here whether it has come
   */
  record Moved(String guest, int instance, boolean here) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.moved(this);
    }
  }

  /** This guest gets no event that would begin after this moment, unless it is told a later one. */
  record Leased(Id host, long until) implements Effect {
    @Override
    public void giveTo(Cases cases) {
      cases.leased(this);
    }
  }

  /**
   * A sentence for the operator. It has no control characters and an end.
   *
   * @param kind there may be as many of one kind as guests want, and not all need be said; empty
   *     for those that must be
   * @param about the guests that it is about, as logs have them; none for one about the application
   */
  record Report(Severity severity, String kind, List<String> about, String sentence)
      implements Effect {
    private static final int LONGEST_SENTENCE = 1 << 20;
    private static final int LONGEST_OF_A_KIND = 4000;

    public Report {
      about = List.copyOf(about);
      sentence = Printable.of(sentence, kind.isEmpty() ? LONGEST_SENTENCE : LONGEST_OF_A_KIND);
    }

    public Report(Severity severity, List<String> about, String sentence) {
      this(severity, "", about, sentence);
    }

    public Report(Severity severity, String sentence) {
      this(severity, "", List.of(), sentence);
    }

    @Override
    public void giveTo(Cases cases) {
      cases.report(this);
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
