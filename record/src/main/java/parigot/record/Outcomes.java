package parigot.record;

import parigot.v1.host.RecordedOutcome;
import parigot.v1.host.RecordedOutcome.Kind;
import parigot.wasm.Outcome;

/** How an entry into a guest ended, as it stands in recordings. */
final class Outcomes {
  private static final Outcome.Cases<RecordedOutcome> RECORDED =
      new Outcome.Cases<>() {
        @Override
        public RecordedOutcome returned(Outcome.Returned outcome) {
          return RecordedOutcome.newBuilder().setKind(Kind.RETURNED).build();
        }

        @Override
        public RecordedOutcome exited(Outcome.Exited outcome) {
          return RecordedOutcome.newBuilder().setKind(Kind.EXITED).setCode(outcome.code()).build();
        }

        @Override
        public RecordedOutcome trapped(Outcome.Trapped outcome) {
          return RecordedOutcome.newBuilder()
              .setKind(kind(outcome.cause()))
              .setReason(outcome.reason())
              .build();
        }

        @Override
        public RecordedOutcome interrupted(Outcome.Interrupted outcome) {
          return RecordedOutcome.newBuilder()
              .setKind(Kind.INTERRUPTED)
              .setReason("it was ended from outside" + Outcome.where(outcome.functions()))
              .build();
        }
      };

  private Outcomes() {}

  static RecordedOutcome recorded(Outcome outcome) {
    return outcome.giveTo(RECORDED);
  }

  private static Kind kind(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof StackOverflowError) {
        return Kind.TOO_DEEP;
      }
      if (each instanceof OutOfMemoryError) {
        return Kind.NO_MEMORY;
      }
    }
    return Kind.TRAPPED;
  }

  /** Whether a replay cannot be expected to end in the same way by itself. */
  static boolean isForced(RecordedOutcome outcome) {
    return switch (outcome.getKind()) {
      case INTERRUPTED, TOO_DEEP, NO_MEMORY -> true;
      case RETURNED, EXITED, TRAPPED, UNRECOGNIZED -> false;
    };
  }

  /** Whether a guest that has ended so has failed; one that was only to end is interrupted too. */
  static boolean isFailure(RecordedOutcome outcome) {
    return switch (outcome.getKind()) {
      case TRAPPED, INTERRUPTED, TOO_DEEP, NO_MEMORY, UNRECOGNIZED -> true;
      case EXITED -> outcome.getCode() != 0;
      case RETURNED -> false;
    };
  }

  /** A clause: how the guest ended. */
  static String shown(RecordedOutcome outcome) {
    return switch (outcome.getKind()) {
      case RETURNED -> "returned";
      case EXITED -> "exited with code " + Integer.toUnsignedString(outcome.getCode());
      case TRAPPED, INTERRUPTED, TOO_DEEP, NO_MEMORY -> "ended: " + outcome.getReason();
      case UNRECOGNIZED -> "ended in a way that this version does not know";
    };
  }

  /** Whether both ended in one way. Where in the guest a trap was is told by what it was told. */
  static boolean areAlike(RecordedOutcome one, RecordedOutcome other) {
    return one.getKind() == other.getKind() && one.getCode() == other.getCode();
  }
}
