package parigot.guest.http;

/** What a handler throws, or its future fails with, to answer with an error of HTTP. */
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Response response;

  /**
   * An error.
   *
   * @param status 400 to 599
   * @param sentence for a person, which is sent as a text
   */
  public HttpException(int status, String sentence) {
    super(status + " " + sentence);
    response = Response.of(status).text(sentence + "\n");
  }

  /** What is answered. */
  public Response response() {
    return response;
  }
}
