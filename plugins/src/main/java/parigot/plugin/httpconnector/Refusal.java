package parigot.plugin.httpconnector;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import httpconnector.v1.host.HandleRequest;
import parigot.plugin.GuestCallException;

/**
 * An answer of the server's own, because there is none of a guest.
 *
 * @param status the status code
 * @param sentence what the client is told: nothing that is the application's own business
 */
record Refusal(int status, String sentence) {
  static final Refusal UNKNOWN_VERB = new Refusal(405, "No such method is served here.");
  static final Refusal BODY_TOO_LARGE = new Refusal(413, "The request's body is too large.");
  static final Refusal TOO_SLOW = new Refusal(408, "The request did not arrive in time.");
  static final Refusal BUSY = new Refusal(503, "The server is busy.");
  static final Refusal BROKEN_RESULT = new Refusal(502, "The receiver's answer was none.");
  static final Refusal FAILURE = new Refusal(500, "The server failed.");

  /** What a call that gave no result means for the client whose request it carried. */
  static Refusal of(GuestCallException failure, HandleRequest sent, ByteString body) {
    return switch (failure.reason()) {
      case NO_SUCH_SERVICE, NO_SUCH_METHOD -> new Refusal(503, "Nobody receives requests.");
      case REFUSED -> BUSY;
      case TIMED_OUT -> new Refusal(504, "The receiver did not answer in time.");
      case ENDED, SERVICE_ERROR -> new Refusal(502, "The receiver failed.");
      case BAD_RESULT -> BROKEN_RESULT;
      case TOO_LARGE -> tooLarge(sent, body);
    };
  }

  /** Whichever is the larger part is what did not fit. */
  private static Refusal tooLarge(HandleRequest sent, ByteString body) {
    int rest = sent.getSerializedSize() - CodedOutputStream.computeBytesSizeNoTag(body);
    return body.size() > rest
        ? BODY_TOO_LARGE
        : new Refusal(431, "The request's headers are too large for the receiver.");
  }
}
