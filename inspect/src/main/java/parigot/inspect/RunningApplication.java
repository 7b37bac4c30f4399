package parigot.inspect;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.Refusal;

/** An application that runs in a process of this user, as it can be asked over its socket. */
public final class RunningApplication {
  private static final int OK = 200;

  private final Path socket;
  private final ApplicationReport report;

  private RunningApplication(Path socket, ApplicationReport report) {
    this.socket = socket;
    this.report = report;
  }

  /**
   * All that run and answer.
   *
   * @throws InspectionException when it cannot be found out
   */
  public static List<RunningApplication> all() throws InspectionException {
    return all(SocketFolder.ofThisUser());
  }

  static List<RunningApplication> all(SocketFolder folder) throws InspectionException {
    List<Path> sockets;
    try {
      sockets = folder.sockets();
    } catch (IOException e) {
      throw new InspectionException(folder.path() + " cannot be read: " + e, e);
    }
    List<RunningApplication> running = new ArrayList<>();
    for (Path socket : sockets) {
      at(socket).ifPresent(running::add);
    }
    return running;
  }

  /** The one that listens on a socket; nothing when nobody does, or it ends just then. */
  static Optional<RunningApplication> at(Path socket) {
    try {
      ApplicationReport.Builder report = ApplicationReport.newBuilder();
      ask(socket, "GET", "/v1/application", "", report);
      return Optional.of(new RunningApplication(socket, report.build()));
    } catch (IOException | InspectionException nobody) {
      return Optional.empty();
    }
  }

  /** How it stood when it was found. */
  public ApplicationReport report() {
    return report;
  }

  /** The name of its socket without the suffix: its process, and which of it if it runs several. */
  public String process() {
    return socket.getFileName().toString().replaceFirst("\\.sock$", "");
  }

  /**
   * Asks for a resource.
   *
   * @param path as {@code /v1/calls}
   * @param answer what the answer is merged into
   * @throws InspectionException when it refuses, or has ended: a sentence
   */
  public void get(String path, Message.Builder answer) throws InspectionException {
    asked("GET", path, "", answer);
  }

  /** As {@link #get}, of what changes something. */
  public void post(String path, String body, Message.Builder answer) throws InspectionException {
    asked("POST", path, body, answer);
  }

  /**
   * Calls a service, and waits as long as the call may take.
   *
   * @param json the request
   * @param timeout how long it may take, as settings are written, if the application's are not to
   *     say that
   * @return the response as JSON
   * @throws InspectionException when the call failed, or was not made
   */
  public String call(String service, String method, String json, Optional<String> timeout)
      throws InspectionException {
    String query =
        timeout
            .map(time -> "?timeout=" + URLEncoder.encode(time, StandardCharsets.UTF_8))
            .orElse("");
    String path =
        "/v1/call/%s/%s%s"
            .formatted(
                URLEncoder.encode(service, StandardCharsets.UTF_8),
                URLEncoder.encode(method, StandardCharsets.UTF_8),
                query);
    try (SocketChannel channel = connected(socket)) {
      return text(sent(channel, "POST", path, json)).stripTrailing();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** As {@link #post}, of what may take minutes. */
  public void postPatiently(String path, Message.Builder answer) throws InspectionException {
    try (SocketChannel channel = connected(socket)) {
      JsonFormat.parser()
          .ignoringUnknownFields()
          .merge(text(sent(channel, "POST", path, "")), answer);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** Whether it still answers. */
  public boolean isThere() {
    return at(socket).isPresent();
  }

  private void asked(String method, String path, String body, Message.Builder answer)
      throws InspectionException {
    try {
      ask(socket, method, path, body, answer);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private static InspectionException ended(IOException e) {
    return new InspectionException("The application has ended: %s.".formatted(e.getMessage()), e);
  }

  /** The body of an answer that is no refusal. */
  private static String text(InputStream in) throws IOException, InspectionException {
    int status = status(in);
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    if (status != OK) {
      throw refusal(text);
    }
    return text;
  }

  /**
   * Copies a resource as it comes, until it ends or the application does.
   *
   * @throws InspectionException when it refuses
   * @throws IOException when the connection breaks, or what is written to does
   */
  public void copy(String path, OutputStream out) throws InspectionException, IOException {
    try (SocketChannel channel = connected(socket)) {
      InputStream in = sent(channel, "GET", path, "");
      int status = status(in);
      if (status != OK) {
        throw refusal(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }

  private static void ask(
      Path socket, String method, String path, String body, Message.Builder answer)
      throws IOException, InspectionException {
    try (Patience patience = Patience.with(connected(socket))) {
      String text = text(sent(patience.channel(), method, path, body));
      // A later version may tell more.
      JsonFormat.parser().ignoringUnknownFields().merge(text, answer);
    } catch (InvalidProtocolBufferException e) {
      throw new InspectionException("The application's answer is not understood.", e);
    }
  }

  private static SocketChannel connected(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static InputStream sent(SocketChannel channel, String method, String path, String body)
      throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        "%s %s HTTP/1.1\r\nHost: parigot\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(method, path, content.length)
            .getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(content);
    OutputStream out = Channels.newOutputStream(channel);
    out.write(request.toByteArray());
    out.flush();
    return Channels.newInputStream(channel);
  }

  /** Reads the head of an answer. */
  private static int status(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newLines = 0;
    while (newLines < 2) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection was closed");
      }
      head.write(next);
      newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
    }
    String[] words = head.toString(StandardCharsets.US_ASCII).split(" ", 3);
    return Integer.parseInt(words[1]);
  }

  private static InspectionException refusal(String text) {
    Refusal.Builder refusal = Refusal.newBuilder();
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(text, refusal);
    } catch (InvalidProtocolBufferException e) {
      return new InspectionException("The application's answer is not understood.", e);
    }
    return new InspectionException(refusal.build());
  }
}
