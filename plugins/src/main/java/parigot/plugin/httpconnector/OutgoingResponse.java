package parigot.plugin.httpconnector;

import http.v1.host.HeaderLine;
import httpconnector.v1.host.HandleResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Writes answers: those of guests as they are given, and the server's own. */
final class OutgoingResponse {
  private static final int LEAST_STATUS = 200;
  private static final int MOST_STATUS = 599;
  private static final int FIRST_REDIRECTION = 300;
  private static final int NO_CONTENT = 204;
  private static final int RESET_CONTENT = 205;
  private static final int NOT_MODIFIED = 304;

  /** How the message is framed on this connection is the server's business. */
  private static final Set<String> FRAMING =
      Set.of("content-length", "transfer-encoding", "keep-alive", "upgrade", "trailer");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private OutgoingResponse() {}

  /** Whether it can be written: a final status, and headers that do not break the protocol. */
  static boolean isSound(HandleResponse answer) {
    return answer.getHttpStatus() >= LEAST_STATUS
        && answer.getHttpStatus() <= MOST_STATUS
        && answer.getHeaderMap().entrySet().stream()
            .allMatch(header -> isName(header.getKey()) && isValue(header.getValue()))
        && answer.getHeaderLineList().stream()
            .allMatch(header -> isName(header.getName()) && isValue(header.getValue()));
  }

  /** Whether it would make a tunnel of the connection, as what agrees to CONNECT does. */
  static boolean isTunnel(HandleResponse answer, Request request) {
    return request.getMethod().equals("CONNECT") && answer.getHttpStatus() < FIRST_REDIRECTION;
  }

  static void write(
      HandleResponse answer, Request request, Response response, Clock clock, Callback callback) {
    int status = answer.getHttpStatus();
    response.setStatus(status);
    HttpFields.Mutable headers = response.getHeaders();
    boolean head = request.getMethod().equals("HEAD");
    for (Map.Entry<String, String> header : answer.getHeaderMap().entrySet()) {
      String name = header.getKey();
      // The length of what is not sent is for the guest to say.
      boolean length = name.equalsIgnoreCase("Content-Length") && head && status != NOT_MODIFIED;
      if (length || !isFraming(name)) {
        headers.put(name, Utf8.onTheWire(header.getValue()));
      }
    }
    for (HeaderLine header : answer.getHeaderLineList()) {
      if (!isFraming(header.getName())) {
        headers.add(header.getName(), Utf8.onTheWire(header.getValue()));
      }
    }
    date(headers, clock);
    boolean empty =
        head || status == NO_CONTENT || status == RESET_CONTENT || status == NOT_MODIFIED;
    if (head && status != NOT_MODIFIED && !headers.contains(HttpHeader.CONTENT_LENGTH)) {
      headers.put(HttpHeader.CONTENT_LENGTH, answer.getHttpResponse().size());
    }
    response.write(
        // What is written last has its length told, and 304 would tell that of another answer.
        status != NOT_MODIFIED,
        empty ? BufferUtil.EMPTY_BUFFER : answer.getHttpResponse().asReadOnlyByteBuffer(),
        callback);
  }

  static void write(Refusal refusal, Response response, Clock clock, Callback callback) {
    response.setStatus(refusal.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    if (refusal.equals(Refusal.UNKNOWN_VERB)) {
      response.getHeaders().put(HttpHeader.ALLOW, IncomingRequest.ALLOWED);
    }
    if (refusal.isForNow()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, Refusal.RETRY_AFTER_SECONDS);
    }
    date(response.getHeaders(), clock);
    byte[] text = (refusal.sentence() + "\n").getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(text), callback);
  }

  private static boolean isFraming(String name) {
    return FRAMING.contains(name.toLowerCase(Locale.ROOT));
  }

  private static void date(HttpFields.Mutable headers, Clock clock) {
    if (!headers.contains(HttpHeader.DATE)) {
      headers.put(HttpHeader.DATE, DATE.format(clock.instant()));
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(
                c ->
                    (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
  }

  private static boolean isValue(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\t');
  }
}
