package killed;

/**
 * What the writer says on standard output: a line before it tries something, and one when it was
 * answered. A line that was cut off by the kill does not end in a full stop.
 */
final class Spoken {
  static final String UP = "up";
  static final String TRYING = "trying";
  static final String DONE = "done";

  private Spoken() {}

  static void up() {
    say(UP);
  }

  static void trying(String what) {
    say(TRYING + " " + what);
  }

  static void done(String what) {
    say(DONE + " " + what);
  }

  private static void say(String sentence) {
    System.out.print(sentence + ".\n");
  }
}
