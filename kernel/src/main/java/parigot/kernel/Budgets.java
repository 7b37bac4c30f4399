package parigot.kernel;

/**
 * How many bytes of the host one guest may take up beside its own memory, by what it does and does
 * not. What is over is refused to whoever would go over it.
 *
 * @param names what the names that it registers, binds, exports and requires may take together;
 *     each counts as its bytes in UTF-8 and {@link #NAME} more
 * @param calls what the parameters of its own calls may take that are not resolved
 * @param mailbox what the parameters of the calls to it may take that it has not answered; and as
 *     much again the results that wait for it
 */
public record Budgets(long names, long calls, long mailbox) {
  /** The longest name, in bytes of UTF-8. */
  public static final int LONGEST_NAME = 256;

  /** What the host keeps with each name. */
  public static final int NAME = 256;

  /** What the headers of one call may take, as they travel. */
  public static final int HEADERS = 4096;

  /** Nothing is refused for its bytes. */
  public static final Budgets NONE = new Budgets(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  public Budgets {
    if (names < NAME || calls < 1 || mailbox < 1) {
      throw new IllegalArgumentException(
          "names are %d, calls %d and the mailbox %d bytes, expected at least %d, 1 and 1."
              .formatted(names, calls, mailbox, NAME));
    }
  }
}
