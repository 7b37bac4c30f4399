package parigot.maven;

/** What is wrong with .proto files, in sentences with file, line and column. */
final class ProtobufException extends Exception {
  private static final long serialVersionUID = 1L;

  ProtobufException(String sentences) {
    super(sentences);
  }
}
