package parigot.guest.http;

import http.v1.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parigot.message.Bytes;
import parigot.message.JsonFormat;
import parigot.message.Message;

/** A request from outside, as a handler of a {@link Router} sees it. */
public final class Request {
  private final String verb;
  private final Url url;
  private final Map<String, String> parameters;
  private final HttpRequest message;

  Request(String verb, Url url, Map<String, String> parameters, HttpRequest message) {
    this.verb = verb;
    this.url = url;
    this.parameters = parameters;
    this.message = message;
  }

  /** The verb, in capitals. */
  public String verb() {
    return verb;
  }

  /** The path as it was sent, without the query. */
  public String path() {
    return url.path();
  }

  /**
   * What stands in the path where the pattern has this name in braces, without escapes.
   *
   * @throws IllegalArgumentException when the pattern has no such name
   */
  public String parameter(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the pattern has no {" + name + "}");
    }
    return value;
  }

  /** The value that the query has for this name; the first of several. */
  public Optional<String> query(String name) {
    return queryAll(name).stream().findFirst();
  }

  /** All values that the query has for this name, in their order. */
  public List<String> queryAll(String name) {
    return List.copyOf(url.query(name));
  }

  /** The value of a header, whatever its capitals. The server has joined several of one name. */
  public Optional<String> header(String name) {
    for (Map.Entry<String, String> header : message.getHeaderMap().entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return Optional.of(header.getValue());
      }
    }
    return Optional.empty();
  }

  /** The value of a cookie. */
  public Optional<String> cookie(String name) {
    return header("Cookie").flatMap(all -> Cookie.find(all, name));
  }

  /** The body. */
  public Bytes body() {
    return message.getBody();
  }

  /**
   * The body as a text.
   *
   * @throws parigot.message.MalformedMessageException when it is not UTF-8: unless the handler
   *     catches it, the answer is 400
   */
  public String text() {
    return message.getBody().toStringUtf8();
  }

  /**
   * The body as a message in JSON: {@code request.json(Line.json())}.
   *
   * @throws parigot.message.MalformedMessageException when it is none: unless the handler catches
   *     it, the answer is 400 with the path to what is wrong
   */
  public <M extends Message> M json(JsonFormat<M> format) {
    return format.read(message.getBody());
  }

  /**
   * What a page's form has sent for this field, in the body ({@code
   * application/x-www-form-urlencoded}); the first of several. Nothing when the field is not there.
   *
   * @throws HttpException 400, when the body cannot be read as a form
   */
  public Optional<String> form(String field) {
    try {
      return Url.of("?" + text()).query(field).stream().findFirst();
    } catch (IllegalArgumentException malformed) {
      throw new HttpException(400, "The form cannot be read: " + malformed.getMessage());
    }
  }

  /** The request as the server has sent it. */
  public HttpRequest message() {
    return message;
  }
}
