package parigot.guest;

/** Where an exception was made. */
final class StackText {
  private StackText() {}

  /**
   * The methods and lines, with a space before them, or nothing: modules have them if they were
   * built with {@code -Dparigot.stackTraces}, and then the compiler puts code that reads them in
   * the place of this.
   */
  static String of(Throwable thrown) {
    return "";
  }
}
