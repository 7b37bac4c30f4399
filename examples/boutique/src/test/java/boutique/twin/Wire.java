package boutique.twin;

import com.google.protobuf.ByteString;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How calls travel: the messages as the guests have written them, and errors as trailers. */
final class Wire {
  /** The number of a service's error enum that a call has ended with. */
  static final Metadata.Key<String> ERROR =
      Metadata.Key.of("parigot-error", Metadata.ASCII_STRING_MARSHALLER);

  /** A {@code CallFailure}, where the callee says why it has no answer. */
  static final Metadata.Key<byte[]> FAILURE =
      Metadata.Key.of("parigot-failure-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final MethodDescriptor.Marshaller<ByteString> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(ByteString value) {
          return new Bytes(value.toByteArray());
        }

        @Override
        public ByteString parse(InputStream stream) {
          try {
            return ByteString.readFrom(stream);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private Wire() {}

  private static final class Bytes extends ByteArrayInputStream implements KnownLength {
    Bytes(byte[] bytes) {
      super(bytes);
    }
  }

  static MethodDescriptor<ByteString, ByteString> method(String service, String method) {
    return MethodDescriptor.<ByteString, ByteString>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .setRequestMarshaller(BYTES)
        .setResponseMarshaller(BYTES)
        .build();
  }

  static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
