package parigot.edge;

import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import parigot.plugin.OutsideClient;

/** The edge's side of HTTP on a Jetty. No thread waits for a body, a guest or a client. */
final class EdgeHandler extends Handler.Abstract.NonBlocking {
  /** Of a body that was refused. */
  private static final long MOST_DROPPED = 16L * 1024 * 1024;

  private final ServedApplication served;
  private final HttpRoutes routes;

  EdgeHandler(ServedApplication served, HttpRoutes routes) {
    this.served = served;
    this.routes = routes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Head head = new Head(request);
    if (!routes.isFor(head)) {
      return false;
    }
    routes.headers(head).forEach(response.getHeaders()::put);
    HttpRoutes.Route route = routes.of(head);
    if (route instanceof HttpRoutes.Route.Answered answered) {
      write(answered.reply(), response, callback);
      return true;
    }
    new Exchange((HttpRoutes.Route.Call) route, request, response, callback).begin();
    return true;
  }

  private static void write(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    reply.headers().forEach(headers::put);
    if (!reply.contentType().isEmpty()) {
      headers.put("content-type", reply.contentType());
    }
    response.write(true, reply.body().asReadOnlyByteBuffer(), callback);
  }

  /** One call. */
  private final class Exchange implements HttpCall.Client {
    private final HttpCall call;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private boolean isAnswered;
    private boolean isWritten;
    private boolean isRead;
    private long dropped;

    Exchange(HttpRoutes.Route.Call route, Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.call = new HttpCall(route, served, this);
    }

    void begin() {
      request.addFailureListener(this::gone);
      call.begin(Math.max(0, request.getLength()));
      read();
    }

    /** Reads the body; also when it was refused, so that the client gets to read why. */
    private void read() {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this::read);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          gone(chunk.getFailure());
          return;
        }
        byte[] bytes = new byte[chunk.remaining()];
        chunk.getByteBuffer().get(bytes);
        boolean isLast = chunk.isLast();
        chunk.release();
        if (isEnough(bytes.length, isLast)) {
          return;
        }
        call.body(bytes);
        if (isLast) {
          call.end();
          return;
        }
      }
    }

    /** Counts what comes after the answer. */
    private boolean isEnough(int bytes, boolean isLast) {
      boolean isDone;
      boolean isTooMuch;
      synchronized (this) {
        dropped += isAnswered ? bytes : 0;
        isTooMuch = dropped > MOST_DROPPED;
        isRead = isRead || isLast || isTooMuch;
        isDone = isRead && isWritten;
      }
      if (isDone) {
        callback.succeeded();
      }
      return isDone || isTooMuch;
    }

    private void written() {
      call.over();
      boolean isDone;
      synchronized (this) {
        isWritten = true;
        isDone = isRead;
      }
      if (isDone) {
        callback.succeeded();
      }
    }

    private void gone(Throwable failure) {
      call.gone();
      boolean isOwed;
      synchronized (this) {
        // While the answer is being written, that fails too.
        isOwed = !isAnswered || (isWritten && !isRead);
        isAnswered = true;
        isRead = true;
      }
      if (isOwed) {
        callback.failed(failure);
      }
    }

    @Override
    public void reply(Reply reply) {
      synchronized (this) {
        if (isAnswered) {
          return;
        }
        isAnswered = true;
      }
      write(reply, response, Callback.from(this::written, this::unwritten));
    }

    private void unwritten(Throwable failure) {
      call.over();
      callback.failed(failure);
    }

    @Override
    public void cut() {
      request.getConnectionMetaData().getConnection().getEndPoint().close();
    }
  }

  /** What Jetty knows of a request. */
  private record Head(Request request) implements HttpHead {
    @Override
    public String verb() {
      return request.getMethod();
    }

    @Override
    public String path() {
      return Request.getPathInContext(request);
    }

    @Override
    public Optional<String> parameter(String name) {
      Fields.Field field = Request.extractQueryParameters(request).get(name);
      return Optional.ofNullable(field).map(Fields.Field::getValue);
    }

    @Override
    public Optional<String> header(String name) {
      return Optional.ofNullable(request.getHeaders().get(name))
          .map(first -> String.join(", ", request.getHeaders().getValuesList(name)));
    }

    @Override
    public OutsideClient client() {
      EndPoint.SslSessionData tls =
          request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
      Optional<String> certificate =
          Optional.ofNullable(tls)
              .map(EndPoint.SslSessionData::peerCertificates)
              .filter(chain -> chain.length > 0)
              .map(chain -> ClientCertificate.name(chain[0]));
      return new OutsideClient(Request.getRemoteAddr(request), certificate);
    }
  }
}
