package killed;

/** What a file or a pair holds, made from a short word, so that half of it can be told from all. */
final class Content {
  /** The word for a file or a pair that is not there. */
  static final String NOTHING = "nothing";

  private static final int REPEATED = 100;

  private Content() {}

  /** The word is a label and how many blocks there are of it, as in {@code run3-17x2}. */
  static String of(String word) {
    int times = word.lastIndexOf('x');
    int blocks = Integer.parseInt(word.substring(times + 1));
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < blocks; i++) {
      content.append(block(word.substring(0, times), i));
    }
    return content.toString();
  }

  static String word(String label, int blocks) {
    return label + "x" + blocks;
  }

  static String block(String label, int number) {
    return (label + "/" + number + ";").repeat(REPEATED);
  }
}
