package parigot.kernel.rules;

import parigot.kernel.Ending;
import parigot.kernel.ExitCode;
import parigot.kernel.GuestKind;

/** The end of one life of a guest, and what it says of it. */
record GuestEnd(Guest guest, Ending how) {

  /** Whether it trapped or went over a limit, and the kernel had not told it to end anyway. */
  boolean isFailure() {
    boolean wasTold = guest.isKilled() && guest.failure().isEmpty();
    return !wasTold
        && how.giveTo(
            new Ending.Cases<Boolean>() {
              @Override
              public Boolean exited(Ending.Exited ending) {
                return false;
              }

              @Override
              public Boolean failed(Ending.Failed ending) {
                return true;
              }

              @Override
              public Boolean stopped(Ending.Stopped ending) {
                return false;
              }
            });
  }

  /**
   * Whether a server has ended by itself without having asked to. A server serves until it asks to
   * exit or is told to. One that was compiled long ago ends with code 0 when a method of it has
   * panicked.
   */
  boolean hasLeftUnasked() {
    return guest.kind() == GuestKind.SERVER
        && !guest.isEnding()
        && guest.askedCode().isEmpty()
        && how.giveTo(
            new Ending.Cases<Boolean>() {
              @Override
              public Boolean exited(Ending.Exited ending) {
                return true;
              }

              @Override
              public Boolean failed(Ending.Failed ending) {
                return false;
              }

              @Override
              public Boolean stopped(Ending.Stopped ending) {
                return false;
              }
            });
  }

  /**
   * With what it has ended. A guest whose loop was broken ends with 0, whatever it had asked for;
   * what it asked for wins.
   */
  int code() {
    int asked = guest.askedCode().orElse(0);
    if (guest.isKilled()) {
      return asked;
    }
    return how.giveTo(
        new Ending.Cases<Integer>() {
          @Override
          public Integer exited(Ending.Exited ending) {
            int code = ExitCode.ofGuest(ending.code());
            return code == 0 ? asked : code;
          }

          @Override
          public Integer failed(Ending.Failed ending) {
            return ExitCode.FAILED;
          }

          @Override
          public Integer stopped(Ending.Stopped ending) {
            return asked;
          }
        });
  }

  /**
   * For the operator.
   *
   * @param when in words, with a space before them; empty when that does not matter
   */
  String sentence(String when, ExitGrace grace) {
    return how.giveTo(
        new Ending.Cases<String>() {
          @Override
          public String exited(Ending.Exited ending) {
            int code = ending.code() == 0 ? guest.askedCode().orElse(0) : ending.code();
            boolean surprising = code == 0 && guest.hasLaunched() && hasLeftUnasked();
            return "%s exited with code %d%s%s."
                .formatted(
                    guest.label(),
                    code,
                    when,
                    surprising ? ", and had not asked to: it failed" : "");
          }

          @Override
          public String failed(Ending.Failed ending) {
            return "%s failed%s: %s".formatted(guest.label(), when, ending.reason());
          }

          @Override
          public String stopped(Ending.Stopped ending) {
            if (guest.isKilled() && guest.askedCode().isPresent()) {
              return "%s asked to exit with code %d, did not end within %s and was stopped%s."
                  .formatted(guest.label(), guest.askedCode().getAsInt(), grace.print(), when);
            }
            return "%s was stopped%s.".formatted(guest.label(), when);
          }
        });
  }
}
