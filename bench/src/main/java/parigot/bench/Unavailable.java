package parigot.bench;

/** Something that a benchmark needs is not there; the message says what, as a sentence. */
final class Unavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unavailable(String sentence) {
    super(sentence);
  }
}
