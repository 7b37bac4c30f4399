package parigot.maven;

import java.util.List;

/** A program that cannot be a guest: what is wrong with it, a sentence each. */
final class GuestCompilationException extends Exception {
  private static final long serialVersionUID = 1L;

  GuestCompilationException(List<String> sentences) {
    super(String.join("\n", sentences));
  }

  GuestCompilationException(String sentences, Throwable cause) {
    super(sentences, cause);
  }
}
