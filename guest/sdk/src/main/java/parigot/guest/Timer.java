package parigot.guest;

/** Something that will happen later, unless it is cancelled. */
@FunctionalInterface
public interface Timer {
  /** Takes it back. Without effect when it has happened already. */
  void cancel();
}
