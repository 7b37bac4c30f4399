package parigot.kernel;

import syscall.v1.host.KernelErr;

/** What became of a call. */
public enum CallOutcome {
  /** The service has answered. */
  OK("ok"),
  /** The service has answered with an error of its own. */
  ERROR("error"),
  /** It was not answered in time. */
  TIMED_OUT("timed_out"),
  /** It, or its answer, was over a limit of who was to take it. */
  REFUSED("refused"),
  /** The answer was larger than the caller takes. */
  TOO_LARGE("too_large"),
  /** What it called was not there, or has ended before it answered. */
  LOST("lost"),
  /** Its caller waited for it no longer, or has ended. */
  WITHDRAWN("withdrawn");

  private final String label;

  CallOutcome(String label) {
    this.label = label;
  }

  /** As metrics have it. */
  public String label() {
    return label;
  }

  /** Whether its caller did not get what it called for, and wanted it. */
  public boolean isFailure() {
    return this != OK && this != WITHDRAWN;
  }

  /** What became of a call that has failed for this reason. */
  public static CallOutcome of(KernelErr reason) {
    return switch (reason) {
      case RunTimeout -> TIMED_OUT;
      case WriteTimeout, BadCallId -> REFUSED;
      case DataTooLarge -> TOO_LARGE;
      case NetworkConnectionLost -> LOST;
      default -> ERROR;
    };
  }
}
