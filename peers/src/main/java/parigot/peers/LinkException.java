package parigot.peers;

/** Links could not be opened. The message is one sentence for a person. */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LinkException(String sentence) {
    super(sentence);
  }

  LinkException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
