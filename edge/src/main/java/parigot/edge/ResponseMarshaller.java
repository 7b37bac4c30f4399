package parigot.edge;

import com.google.protobuf.ByteString;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes responses as the bytes that they are. */
enum ResponseMarshaller implements MethodDescriptor.Marshaller<ByteString> {
  INSTANCE;

  @Override
  public InputStream stream(ByteString message) {
    return new Bytes(message);
  }

  @Override
  public ByteString parse(InputStream stream) {
    throw new UnsupportedOperationException("nobody responds to the edge");
  }

  /** With its length, so that gRPC writes it where it goes at once. */
  private static final class Bytes extends FilterInputStream implements KnownLength, Drainable {
    private final ByteString message;
    private boolean isDrained;

    Bytes(ByteString message) {
      super(message.newInput());
      this.message = message;
    }

    @Override
    public int available() throws IOException {
      return isDrained ? 0 : super.available();
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      isDrained = true;
      message.writeTo(target);
      return message.size();
    }
  }
}
