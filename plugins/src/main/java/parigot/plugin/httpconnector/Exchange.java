package parigot.plugin.httpconnector;

import com.google.protobuf.ByteString;
import httpconnector.v1.host.HandleRequest;
import httpconnector.v1.host.HandleResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestCallException;
import parigot.plugin.LimitedLog;

/**
 * One request and its response, and what they have of the server until both are over: memory, from
 * the first header on, and one of the calls of the receiver while it works.
 */
final class Exchange implements BodyReader.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int FIRST_SERVER_ERROR = 500;

  /** How much more than the largest body is read, and forgotten, once it has been refused. */
  private static final int DRAINED = 8;

  private enum State {
    READING,
    CALLED,
    ANSWERING,
    OVER
  }

  private final RequestHandler handler;
  private final ClientEndPoint client;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Shares.Claim memory;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.READING);

  /**
   * @param callback ends it for the server
   * @param left run when it is over, before the server goes on to the connection's next request
   */
  Exchange(
      RequestHandler handler,
      ClientEndPoint client,
      Request request,
      Response response,
      Callback callback,
      Runnable left) {
    this.handler = handler;
    this.client = client;
    this.request = request;
    this.response = response;
    memory = client.takeHead(request.getHeaders().size(), IncomingRequest.characters(request));
    this.callback =
        Callback.from(
            () -> {
              over(left);
              callback.succeeded();
            },
            failure -> {
              over(left);
              callback.failed(failure);
            });
  }

  private void over(Runnable left) {
    if (state.getAndSet(State.OVER) != State.OVER) {
      client.unwatch();
      client.untimed();
      memory.free();
      left.run();
    }
  }

  void begin() {
    client.within(handler.settings().bodyTimeout());
    // A guest may take as long as its call may; only a client is timed here.
    request.addIdleTimeoutListener(timeout -> state.get() != State.CALLED);
    new BodyReader(request, handler.settings().maxBodySize(), memory, this).run();
  }

  @Override
  public void whole(ByteString body) {
    Shares.Verdict may = client.connected().request();
    if (may != Shares.Verdict.GRANTED) {
      refuse(Refusal.of(may));
      return;
    }
    state.set(State.CALLED);
    client.untimed();
    HandleRequest handle = IncomingRequest.of(request, body);
    int bodySize = body.size();
    client.watch(this::gone);
    Object whose = client.connected().client();
    Turns.Request turn = () -> call(handle, bodySize);
    handler.turns().enter(whose, turn);
    CompletionStage<?> unusedWithdrawal =
        gone.thenRun(
            () -> {
              if (handler.turns().withdraw(whose, turn)) {
                client.connected().endRequest();
              }
            });
  }

  /** It is this request's turn. False when the receiver is not called for it. */
  private boolean call(HandleRequest handle, int bodySize) {
    if (gone.isDone()) {
      client.connected().endRequest();
      return false;
    }
    int restSize = handle.getSerializedSize() - bodySize;
    GuestCall<HandleResponse> call;
    try {
      call =
          handler
              .guests()
              .begin(
                  HttpConnectorServer.PACKAGE,
                  HttpConnectorServer.SERVICE,
                  "Handle",
                  handle,
                  HandleResponse.class,
                  IncomingRequest.trace(request.getHeaders()));
    } catch (RuntimeException e) {
      client.connected().endRequest();
      fail(e, bodySize, restSize);
      return false;
    }
    CompletableFuture<HandleResponse> answer = call.response().toCompletableFuture();
    CompletionStage<?> unusedWithdrawal = gone.thenRun(() -> answer.cancel(false));
    // Of one that was withdrawn the receiver may not know yet, or it is at work on it all the same.
    AtomicBoolean isCounted = new AtomicBoolean(true);
    CompletionStage<?> unusedEnd = call.ended().thenRun(() -> uncount(isCounted));
    CompletionStage<?> unusedAnswer =
        answer.whenComplete(
            (result, failure) -> {
              if (!answer.isCancelled()) {
                // Before the client has its answer, and may ask again.
                uncount(isCounted);
              }
              if (failure != null) {
                fail(failure, bodySize, restSize);
              } else {
                respond(result);
              }
            });
    return true;
  }

  private void uncount(AtomicBoolean isCounted) {
    if (isCounted.getAndSet(false)) {
      client.connected().endRequest();
      handler.turns().leave();
    }
  }

  /**
   * The client has gone while the receiver works, or is to. What comes of it is of no use to
   * anybody.
   */
  private void gone() {
    if (state.get() == State.CALLED) {
      client.close();
      callback.failed(new EofException("the client has gone"));
      gone.complete(null);
    }
  }

  @Override
  public void tooLarge() {
    refuse(Refusal.BODY_TOO_LARGE);
  }

  @Override
  public void noRoom(Shares.Verdict verdict) {
    refuse(Refusal.of(verdict));
  }

  @Override
  public void failed(Throwable failure) {
    client.within(handler.settings().answerTimeout());
    if (failure instanceof TimeoutException) {
      close();
      OutgoingResponse.write(Refusal.TOO_SLOW, response, handler.clock(), callback);
    } else if (failure instanceof HttpException badMessage) {
      close();
      Response.writeError(request, response, callback, badMessage.getCode());
    } else {
      callback.failed(failure);
    }
  }

  /** From now on it is the client that is waited for. False when that one has gone. */
  private boolean answers() {
    if (!state.compareAndSet(State.CALLED, State.ANSWERING)) {
      return false;
    }
    client.unwatch();
    client.within(handler.settings().answerTimeout());
    if (handler.isDraining()) {
      close();
    }
    return true;
  }

  private void respond(HandleResponse answer) {
    if (!answers()) {
      return;
    }
    Shares.Verdict room = memory.become(answer.getSerializedSize());
    if (room != Shares.Verdict.GRANTED) {
      report(
          Refusal.of(room),
          "there is no room for the answer's %d bytes".formatted(answer.getSerializedSize()));
      OutgoingResponse.write(Refusal.of(room), response, handler.clock(), callback);
    } else if (!OutgoingResponse.isSound(answer)) {
      report(Refusal.BROKEN_RESULT, "a status or a header that HTTP does not have");
      OutgoingResponse.write(Refusal.BROKEN_RESULT, response, handler.clock(), callback);
    } else if (OutgoingResponse.isTunnel(answer, request)) {
      report(Refusal.NO_TUNNEL, "the receiver agreed to a tunnel, and there is none");
      close();
      OutgoingResponse.write(Refusal.NO_TUNNEL, response, handler.clock(), callback);
    } else {
      OutgoingResponse.write(answer, request, response, handler.clock(), callback);
    }
  }

  private void fail(Throwable failure, int bodySize, int restSize) {
    if (!answers()) {
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    Refusal refusal = Refusal.FAILURE;
    if (cause instanceof GuestCallException call) {
      refusal = Refusal.of(call, bodySize, restSize);
      report(refusal, String.valueOf(cause.getMessage()));
    } else {
      LOG.error("A request could not be made a call", cause);
    }
    OutgoingResponse.write(refusal, response, handler.clock(), callback);
  }

  /** Answers at once, and then reads what the client may still be sending. */
  void refuse(Refusal refusal) {
    client.within(handler.settings().answerTimeout());
    if (refusal.isForNow()) {
      report(refusal, refusal.sentence());
    }
    if (refusal.equals(Refusal.STOPPING) || refusal.equals(Refusal.UNKNOWN_CODING)) {
      close();
    }
    boolean waits =
        request.getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString());
    OutgoingResponse.write(
        refusal,
        response,
        handler.clock(),
        waits
            ? callback
            : Callback.from(
                () ->
                    BodyReader.drain(
                        request,
                        (long) DRAINED * handler.settings().maxBodySize(),
                        callback::succeeded),
                callback::failed));
  }

  private void close() {
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
  }

  private void report(Refusal refusal, String reason) {
    boolean unusedWasLogged =
        handler
            .log()
            .line(
                refusal.status() >= FIRST_SERVER_ERROR ? Level.WARN : Level.DEBUG,
                "requests that were answered %d: %s"
                    .formatted(refusal.status(), refusal.sentence()),
                "%s was answered %d: %s"
                    .formatted(
                        LimitedLog.part(request.getMethod() + " " + IncomingRequest.url(request)),
                        refusal.status(),
                        LimitedLog.part(reason)));
  }
}
