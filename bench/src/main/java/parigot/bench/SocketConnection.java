package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The floor: a socket with a thread that reads at each end, and a length before each frame. */
final class SocketConnection implements StreamLines.Connection {
  private final Socket near;
  private final Socket far;

  private SocketConnection(Consumer<ByteString> answers) {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      near = new Socket(listening.getInetAddress(), listening.getLocalPort());
      far = listening.accept();
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException("A socket cannot be opened.", e);
    }
    read(far, frame -> write(far, frame));
    read(near, answers);
  }

  static SocketConnection open(Consumer<ByteString> answers) {
    return new SocketConnection(answers);
  }

  private static void read(Socket socket, Consumer<ByteString> each) {
    Thread thread =
        new Thread(
            () -> {
              try {
                DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
                while (true) {
                  byte[] frame = new byte[in.readInt()];
                  in.readFully(frame);
                  each.accept(UnsafeByteOperations.unsafeWrap(frame));
                }
              } catch (SocketException | EOFException e) {
                // Closed: the end of the benchmark.
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "bare-socket");
    thread.setDaemon(true);
    thread.start();
  }

  private static void write(Socket socket, ByteString frame) {
    byte[] bytes = new byte[Integer.BYTES + frame.size()];
    ByteBuffer.wrap(bytes).putInt(frame.size());
    frame.copyTo(bytes, Integer.BYTES);
    try {
      OutputStream out = socket.getOutputStream();
      synchronized (socket) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(ByteString frame) {
    write(near, frame);
  }

  @Override
  public void close() {
    try {
      near.close();
      far.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
