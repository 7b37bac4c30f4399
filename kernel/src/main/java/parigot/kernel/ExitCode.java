package parigot.kernel;

/**
 * What the codes mean with which a guest or the application ends. The command line has some more,
 * from 193 on.
 */
public final class ExitCode {
  /** The largest code that a guest can end with; whatever lies outside becomes this one. */
  public static final int LARGEST = 192;

  /** A guest did not launch. */
  public static final int NOT_LAUNCHED = 194;

  /** A guest was ended by a trap or a limit. */
  public static final int FAILED = 195;

  private ExitCode() {}

  /** The code that counts of the one that a guest gives. */
  public static int ofGuest(int code) {
    return code < 0 || code > LARGEST ? LARGEST : code;
  }
}
