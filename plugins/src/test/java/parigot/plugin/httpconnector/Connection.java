package parigot.plugin.httpconnector;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client's connection, byte by byte. A character of a text is a byte. */
final class Connection implements AutoCloseable {

  /** What came back. Headers' names are in small letters. */
  record Answer(int status, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "none");
    }
  }

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Connection(InetSocketAddress server) throws IOException {
    this(server, "127.0.0.1");
  }

  Connection(InetSocketAddress server, String from) throws IOException {
    socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    // So small that a server soon notices who does not read.
    socket.setReceiveBufferSize(16 * 1024);
    socket.connect(server);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Sends lines, each with its end, and an empty one. */
  Connection send(String... lines) throws IOException {
    return sendRaw(String.join("\r\n", lines) + "\r\n\r\n");
  }

  Connection sendRaw(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  Answer answer() throws IOException {
    return answer(true);
  }

  /** As an answer to HEAD, or one whose status has none, has no body whatever its headers say. */
  Answer answerWithoutBody() throws IOException {
    return answer(false);
  }

  private Answer answer(boolean withBody) throws IOException {
    String first = line();
    int status = Integer.parseInt(first.split(" ", 3)[1]);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(": ?", 2);
      headers.merge(parts[0].toLowerCase(Locale.ROOT), parts[1], (a, b) -> a + " and " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = withBody ? in.readNBytes(length) : new byte[0];
    return new Answer(status, headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** Reads up to so many bytes; the end of what the server sends is an EOFException. */
  int readSome(int most) throws IOException {
    int read = in.read(new byte[most]);
    if (read < 0) {
      throw new EOFException("the server has closed");
    }
    return read;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("after: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Waits for the end of what the server sends; false when it sends something more. */
  boolean isClosedByServer() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
