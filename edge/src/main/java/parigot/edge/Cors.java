package parigot.edge;

import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parigot.kernel.Printable;

/**
 * Which pages of the web may call: a browser tells where a page comes from, and asks beforehand
 * whether that may. Clients that are no browsers say nothing, and are not asked.
 */
final class Cors {
  private static final int FORBIDDEN = 403;
  private static final int NO_CONTENT = 204;
  private static final int LONGEST_NAME = 200;
  private static final String SECONDS = "7200";

  private final List<String> origins;
  private final String headers;

  /**
   * @param origins that may, as in {@code https://shop.example}, or a star for all
   * @param forwarded the headers that are handed on to guests
   */
  Cors(List<String> origins, List<String> forwarded) {
    this.origins = List.copyOf(origins);
    List<String> allowed =
        new ArrayList<>(
            List.of(
                "content-type",
                "connect-protocol-version",
                "connect-timeout-ms",
                "grpc-timeout",
                "x-grpc-web",
                "x-user-agent"));
    allowed.addAll(forwarded);
    headers = String.join(", ", allowed);
  }

  /** The refusal, if there is an origin and it may not. */
  Optional<Reply> refusal(Optional<String> origin) {
    return origin
        .filter(page -> !allows(page))
        .map(
            page ->
                ConnectErrors.reply(
                    FORBIDDEN,
                    Failure.of(
                        Code.PERMISSION_DENIED,
                        "Pages of %s may not call here (parigot.edge.http.cors)."
                            .formatted(Printable.of(page, LONGEST_NAME)))));
  }

  private boolean allows(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }

  /** What is said to a browser with each answer. */
  Map<String, String> headers(Optional<String> origin) {
    Map<String, String> said = new LinkedHashMap<>();
    origin.ifPresent(
        page -> {
          said.put("access-control-allow-origin", page);
          said.put(
              "access-control-expose-headers",
              "grpc-status, grpc-message, grpc-status-details-bin");
        });
    if (!origins.isEmpty()) {
      said.put("vary", "origin");
    }
    return said;
  }

  /** The answer to a browser that asks beforehand. */
  Reply preflight() {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("access-control-allow-methods", "GET, POST");
    said.put("access-control-allow-headers", headers);
    said.put("access-control-max-age", SECONDS);
    return new Reply(NO_CONTENT, said, "", com.google.protobuf.ByteString.EMPTY);
  }
}
