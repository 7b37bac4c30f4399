package parigot.edge;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import parigot.plugin.CallOptions;

/** One call of a gRPC client. */
final class GrpcRequest extends ServerCall.Listener<Received> implements OpenRequests.Request {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final ServerCall<Received, ByteString> call;
  private final OpenMethod method;
  private final CallOptions options;
  private final OutsideCalls calls;
  private final OpenRequests requests;
  private final Runnable cutter;
  private final Claim claim;
  private final Claim answerClaim;
  private final long since;
  private Optional<ByteString> message = Optional.empty();
  private Optional<OutsideCalls.Running> running = Optional.empty();
  private boolean isComplete;
  private boolean isClosed;

  GrpcRequest(
      ServerCall<Received, ByteString> call,
      OpenMethod method,
      CallOptions options,
      OutsideCalls calls,
      OpenRequests requests,
      Runnable cutter) {
    this.call = call;
    this.method = method;
    this.options = options;
    this.calls = calls;
    this.requests = requests;
    this.cutter = cutter;
    this.since = requests.now();
    this.claim = calls.claim();
    this.answerClaim = calls.claim();
  }

  void start() {
    IncomingBytes.ofThisCall().ifPresent(bytes -> bytes.to(this::arrived));
    requests.begun(this);
    // One more than there may be, so that it is seen.
    call.request(2);
  }

  private void arrived(long bytes) {
    if (!claim.add(bytes)) {
      refuse(OutsideCalls.noMemory());
    }
  }

  @Override
  public long since() {
    return since;
  }

  @Override
  public synchronized void refuse(Failure failure) {
    if (!isComplete) {
      close(failure);
    }
  }

  @Override
  public synchronized void onMessage(Received received) {
    if (!received.status().isOk()) {
      close(
          Failure.of(
              received.status().getCode(),
              Objects.requireNonNullElse(received.status().getDescription(), "")));
      return;
    }
    ByteString bytes = received.bytes();
    if (message.isPresent()) {
      close(Failure.of(Code.INTERNAL, method.path() + " takes one request, and more were sent."));
      return;
    }
    long unpacked = bytes.size() - claim.taken();
    if (unpacked > 0 && !claim.add(unpacked)) {
      close(OutsideCalls.noMemory());
      return;
    }
    message = Optional.of(bytes);
  }

  @Override
  public synchronized void onHalfClose() {
    requests.complete(this);
    isComplete = true;
    if (isClosed) {
      return;
    }
    if (message.isEmpty()) {
      close(Failure.of(Code.INTERNAL, method.path() + " takes one request, and none was sent."));
      return;
    }
    Optional<Duration> remaining = ForwardedMetadata.remaining();
    if (remaining.isPresent() && remaining.get().isZero()) {
      close(Failure.of(Code.DEADLINE_EXCEEDED, "The request came in after its deadline."));
      return;
    }
    OutsideCalls.Running begun =
        calls.begin(
            method,
            method.method().request(message.get()),
            remaining.map(options::withinAtMost).orElse(options),
            claim,
            this::answer);
    message = Optional.empty();
    running = Optional.of(begun);
  }

  @Override
  public synchronized void onCancel() {
    isClosed = true;
    running.ifPresentOrElse(OutsideCalls.Running::withdraw, claim::release);
    over();
  }

  /** All that was answered has been handed to the connection. */
  @Override
  public void onComplete() {
    over();
  }

  private void over() {
    answerClaim.release();
    requests.over(this);
  }

  @Override
  public void cut() {
    cutter.run();
  }

  private synchronized void answer(Answer answer) {
    if (isClosed) {
      return;
    }
    if (answer instanceof Answer.Response response) {
      if (!answerClaim.add(response.bytes().size())) {
        close(OutsideCalls.noMemory());
        return;
      }
      isClosed = true;
      requests.answered(this);
      call.sendHeaders(new Metadata());
      call.sendMessage(response.bytes());
      call.close(io.grpc.Status.OK, new Metadata());
    } else {
      close(((Answer.Failed) answer).failure());
    }
  }

  private void close(Failure failure) {
    if (isClosed) {
      return;
    }
    isClosed = true;
    requests.answered(this);
    if (running.isEmpty()) {
      claim.release();
    }
    Metadata trailers = new Metadata();
    if (!failure.details().isEmpty()) {
      trailers.put(
          DETAILS,
          Status.newBuilder()
              .setCode(failure.code().value())
              .setMessage(failure.message())
              .addAllDetails(failure.details())
              .build()
              .toByteArray());
    }
    call.close(
        io.grpc.Status.fromCode(failure.code()).withDescription(failure.message()), trailers);
  }
}
