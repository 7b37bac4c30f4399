package parigot.kernel;

/** What an {@link Id} identifies: the letter in its most significant byte, and its short name. */
public enum IdKind {
  HOST('h', "host"),
  SERVICE('s', "svc"),
  METHOD('m', "method"),
  CALL('c', "call"),
  FILE('f', "file"),
  QUEUE('q', "queue"),
  QUEUE_MESSAGE('m', "msg"),
  ROW('r', "row"),
  NUTSDB('n', "nutsdb");

  private final char letter;
  private final String shortName;

  IdKind(char letter, String shortName) {
    this.letter = letter;
    this.shortName = shortName;
  }

  /** The letter that stands in byte 7 of {@link Id#high}. */
  public char letter() {
    return letter;
  }

  /** How an id of this kind begins when it is printed. */
  public String shortName() {
    return shortName;
  }
}
