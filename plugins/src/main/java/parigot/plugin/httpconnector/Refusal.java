package parigot.plugin.httpconnector;

import parigot.plugin.GuestCallException;

/**
 * An answer of the server's own, because there is none of a guest.
 *
 * @param status the status code
 * @param sentence what the client is told: nothing that is the application's own business
 */
record Refusal(int status, String sentence) {
  static final int RETRY_AFTER_SECONDS = 1;

  static final Refusal UNKNOWN_VERB = new Refusal(405, "No such method is served here.");
  static final Refusal UNKNOWN_CODING = new Refusal(501, "No such transfer coding is known here.");
  static final Refusal NO_TUNNEL = new Refusal(501, "No tunnel is made here.");
  static final Refusal BAD_TARGET = new Refusal(400, "The request's target is no UTF-8.");
  static final Refusal BODY_TOO_LARGE = new Refusal(413, "The request's body is too large.");
  static final Refusal TOO_SLOW = new Refusal(408, "The request did not arrive in time.");
  static final Refusal BUSY = new Refusal(503, "The server is busy.");
  static final Refusal TOO_MANY =
      new Refusal(429, "Too much of this client's is under way already.");
  static final Refusal STOPPING = new Refusal(503, "The server is about to end.");
  static final Refusal BROKEN_RESULT = new Refusal(502, "The receiver's answer was none.");
  static final Refusal FAILURE = new Refusal(500, "The server failed.");

  /** What a client is told whose request there is no room for. */
  static Refusal of(Shares.Verdict verdict) {
    return verdict == Shares.Verdict.CLIENT_FULL ? TOO_MANY : BUSY;
  }

  /** What a client is told whose connection is one too many. */
  static Refusal ofConnection(Shares.Verdict verdict) {
    return verdict == Shares.Verdict.CLIENT_FULL
        ? new Refusal(429, "This client has too many connections.")
        : new Refusal(503, "The server has too many connections.");
  }

  /** Whether the same request may be served in a moment. */
  boolean isForNow() {
    return status == 503 || status == 429;
  }

  /** What a call that gave no result means for the client whose request it carried. */
  static Refusal of(GuestCallException failure, int bodySize, int restSize) {
    return switch (failure.reason()) {
      case NO_SUCH_SERVICE, NO_SUCH_METHOD -> new Refusal(503, "Nobody receives requests.");
      case REFUSED -> BUSY;
      case TIMED_OUT -> new Refusal(504, "The receiver did not answer in time.");
      case ENDED, SERVICE_ERROR -> new Refusal(502, "The receiver failed.");
      case BAD_RESULT -> BROKEN_RESULT;
      case TOO_LARGE ->
          // Whichever is the larger part is what did not fit.
          bodySize > restSize
              ? BODY_TOO_LARGE
              : new Refusal(431, "The request's headers are too large for the receiver.");
    };
  }
}
