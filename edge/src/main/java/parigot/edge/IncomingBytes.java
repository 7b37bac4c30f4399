package parigot.edge;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Tells how much of a gRPC request has come in, which the call itself does not say. */
final class IncomingBytes extends ServerStreamTracer {
  private static final Context.Key<IncomingBytes> OF_THIS_CALL = Context.key("incoming-bytes");

  /** One for each call. */
  static final ServerStreamTracer.Factory FACTORY =
      new ServerStreamTracer.Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
          return new IncomingBytes();
        }
      };

  private volatile LongConsumer to = bytes -> {};

  private IncomingBytes() {}

  /** To be asked for where a call begins. */
  static Optional<IncomingBytes> ofThisCall() {
    return Optional.ofNullable(OF_THIS_CALL.get());
  }

  /** Has each further piece told to this one. */
  void to(LongConsumer consumer) {
    to = consumer;
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(OF_THIS_CALL, this);
  }

  @Override
  public void inboundWireSize(long bytes) {
    to.accept(bytes);
  }
}
