package parigot.guest.http;

import static java.util.Objects.requireNonNull;

import http.v1.HeaderLine;
import http.v1.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import parigot.message.Bytes;

/** The answer to a request. Immutable: each method gives another one. */
public final class Response {
  private static final int OK = 200;
  private static final int SEE_OTHER = 303;

  private final int status;
  private final List<Header> headers;
  private final Bytes body;

  private record Header(String name, String value) {}

  private Response(int status, List<Header> headers, Bytes body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** An answer without a body. */
  public static Response of(int status) {
    return new Response(status, List.of(), Bytes.EMPTY);
  }

  /** 200, without a body. */
  public static Response ok() {
    return of(OK);
  }

  /** 303: the client is to read another page. */
  public static Response seeOther(String location) {
    return of(SEE_OTHER).header("Location", location);
  }

  /** With a text as its body. */
  public Response text(String text) {
    return body("text/plain; charset=utf-8", Bytes.utf8(text));
  }

  /** With a page as its body. */
  public Response html(String page) {
    return body("text/html; charset=utf-8", Bytes.utf8(page));
  }

  /** With JSON as its body: {@code Response.ok().json(cart.toJson())}. */
  public Response json(String json) {
    return body("application/json", Bytes.utf8(json));
  }

  /** With a body of this type. */
  public Response body(String contentType, Bytes content) {
    return new Response(status, with("Content-Type", contentType, true), requireNonNull(content));
  }

  /** With a header instead of those of this name. */
  public Response header(String name, String value) {
    return new Response(status, with(name, value, true), body);
  }

  /** With one more header of this name, as for {@code Link}. */
  public Response addHeader(String name, String value) {
    return new Response(status, with(name, value, false), body);
  }

  /** With a cookie for the client to keep. */
  public Response cookie(Cookie cookie) {
    return addHeader("Set-Cookie", cookie.toString());
  }

  private List<Header> with(String name, String value, boolean alone) {
    if (name.isEmpty() || isBroken(name) || isBroken(value)) {
      throw new IllegalArgumentException("the header " + name + " is empty or has a line's end");
    }
    List<Header> all = new ArrayList<>();
    for (Header header : headers) {
      if (!alone || !header.name.equalsIgnoreCase(name)) {
        all.add(header);
      }
    }
    all.add(new Header(name, value));
    return all;
  }

  private static boolean isBroken(String text) {
    return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0;
  }

  /** Its status. */
  public int status() {
    return status;
  }

  /** Its body. */
  public Bytes body() {
    return body;
  }

  /** The values of its headers of this name. */
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (Header header : headers) {
      if (header.name.equalsIgnoreCase(name)) {
        values.add(header.value);
      }
    }
    return values;
  }

  /** The answer as the server takes it. A name that comes again is sent in a line of its own. */
  public HttpResponse message() {
    HttpResponse.Builder message = HttpResponse.newBuilder().setStatusCode(status).setBody(body);
    for (Header header : headers) {
      if (headers(header.name).size() == 1) {
        message.putHeader(header.name, header.value);
      } else {
        message.addHeaderLine(HeaderLine.newBuilder().setName(header.name).setValue(header.value));
      }
    }
    return message.build();
  }
}
