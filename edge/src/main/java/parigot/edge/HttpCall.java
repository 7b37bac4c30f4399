package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Status.Code;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** One call of an HTTP client, whichever server it came to. From any thread. */
final class HttpCall implements OpenRequests.Request {
  /** The server's side of it. */
  interface Client {
    /** Writes the answer. Called once at most, perhaps while the body still comes. */
    void reply(Reply reply);

    /** Closes the connection. */
    void cut();
  }

  private final HttpRoutes.Route.Call route;
  private final OutsideCalls calls;
  private final OpenRequests requests;
  private final Client client;
  private final Claim claim;
  private final Claim answerClaim;
  private final long since;
  private final ByteString.Output body = ByteString.newOutput();
  private Optional<OutsideCalls.Running> running = Optional.empty();
  private boolean isComplete;
  private boolean isAnswered;

  HttpCall(HttpRoutes.Route.Call route, ServedApplication served, Client client) {
    this.route = route;
    this.calls = served.calls();
    this.requests = served.requests();
    this.client = client;
    this.since = requests.now();
    this.claim = calls.claim();
    this.answerClaim = calls.claim();
  }

  /**
   * Begins.
   *
   * @param length of the body, if that is known
   */
  void begin(long length) {
    requests.begun(this);
    if (length > calls.messageLimit()) {
      refuse(calls.tooLarge());
    }
  }

  /** More of the body. What comes after the answer is dropped. */
  synchronized void body(byte[] bytes) {
    if (isAnswered) {
      return;
    }
    if (bytes.length > calls.messageLimit() - body.size()) {
      answer(route.dialect().failure(calls.tooLarge()));
    } else if (!claim.add(bytes.length)) {
      answer(route.dialect().failure(OutsideCalls.noMemory()));
    } else {
      body.write(bytes, 0, bytes.length);
    }
  }

  /** All of the body is there. */
  synchronized void end() {
    requests.complete(this);
    isComplete = true;
    if (isAnswered) {
      return;
    }
    try {
      Optional<Any> request = route.dialect().request(route.method(), unzipped());
      body.reset();
      running =
          Optional.of(
              calls.begin(
                  route.method(),
                  request,
                  route.options(),
                  claim,
                  answer -> answered(route.dialect().reply(route.method(), answer))));
    } catch (HttpDialect.UnreadableException e) {
      answer(route.dialect().failure(e.failure()));
    }
  }

  private ByteString unzipped() throws HttpDialect.UnreadableException {
    ByteString came = body.toByteString();
    if (!route.isZipped()) {
      return came;
    }
    int limit = calls.messageLimit();
    try (InputStream in = new GZIPInputStream(came.newInput())) {
      ByteString.Output out = ByteString.newOutput();
      byte[] piece = new byte[8192];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (read > limit - out.size()) {
          throw new HttpDialect.UnreadableException(calls.tooLarge());
        }
        if (!claim.add(read)) {
          throw new HttpDialect.UnreadableException(OutsideCalls.noMemory());
        }
        out.write(piece, 0, read);
      }
      return out.toByteString();
    } catch (IOException e) {
      throw new HttpDialect.UnreadableException(
          Failure.of(
              Code.INVALID_ARGUMENT,
              "The body is not compressed by gzip, as content-encoding says: %s."
                  .formatted(e.getMessage())));
    }
  }

  private synchronized void answered(Reply reply) {
    answer(reply);
  }

  private void answer(Reply reply) {
    if (isAnswered) {
      return;
    }
    isAnswered = true;
    if (running.isEmpty()) {
      claim.release();
    }
    requests.answered(this);
    client.reply(
        answerClaim.add(reply.body().size())
            ? reply
            : route.dialect().failure(OutsideCalls.noMemory()));
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public synchronized void refuse(Failure failure) {
    if (!isComplete) {
      answer(route.dialect().failure(failure));
    }
  }

  @Override
  public void cut() {
    client.cut();
  }

  /** The client has gone: nobody waits for the answer. */
  synchronized void gone() {
    isAnswered = true;
    running.ifPresentOrElse(OutsideCalls.Running::withdraw, claim::release);
    over();
  }

  /** The answer has been written. */
  void over() {
    answerClaim.release();
    requests.over(this);
  }
}
