package parigot.edge;

import com.google.protobuf.ByteString;

/** What a client's call came to. */
sealed interface Answer {
  /** The bytes of the response, as the service gave them. */
  record Response(ByteString bytes) implements Answer {}

  /** There is no response. */
  record Failed(Failure failure) implements Answer {}
}
