package parigot.edge;

import io.grpc.Status.Code;
import java.util.Locale;

/** How the Connect protocol writes gRPC's codes, and which HTTP statuses go with them. */
final class ConnectCodes {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CLIENT_CLOSED_REQUEST = 499;
  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int GATEWAY_TIMEOUT = 504;

  private ConnectCodes() {}

  /** As in {@code failed_precondition}. */
  static String written(Code code) {
    // The one that Connect spells otherwise.
    return code == Code.CANCELLED ? "canceled" : code.name().toLowerCase(Locale.ROOT);
  }

  static int status(Code code) {
    return switch (code) {
      case CANCELLED -> CLIENT_CLOSED_REQUEST;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> BAD_REQUEST;
      case DEADLINE_EXCEEDED -> GATEWAY_TIMEOUT;
      case NOT_FOUND -> NOT_FOUND;
      case ALREADY_EXISTS, ABORTED -> CONFLICT;
      case PERMISSION_DENIED -> FORBIDDEN;
      case RESOURCE_EXHAUSTED -> TOO_MANY_REQUESTS;
      case UNIMPLEMENTED -> NOT_IMPLEMENTED;
      case UNAVAILABLE -> SERVICE_UNAVAILABLE;
      case UNAUTHENTICATED -> UNAUTHORIZED;
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> INTERNAL_SERVER_ERROR;
    };
  }
}
