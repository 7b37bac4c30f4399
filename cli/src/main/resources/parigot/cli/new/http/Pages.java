package @name@;

import parigot.guest.Future;
import parigot.guest.http.Request;
import parigot.guest.http.Response;
import parigot.guest.http.Router;

/** Answers HTTP requests: a page to read, and an echo of what is posted. */
final class @Name@Pages {
  private @Name@Pages() {}

  /** What answers which request. Other paths are 404, and other verbs 405. */
  static Router router() {
    return new Router()
        .get("/", request -> Future.of(Response.ok().text("@name@ is running\n")))
        .post("/echo", @Name@Pages::echo);
  }

  private static Future<Response> echo(Request request) {
    return Future.of(Response.ok().text(request.text()));
  }
}
