package parigot.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.peers.TlsFiles;

/**
 * Guests that call guests, of an application on two nodes that are both here and meet on loopback:
 * the callers on one and the called on the other, or all of them on one beside an idle node.
 */
final class NodeLines implements CallLines {
  private static final String NEAR = "a";
  private static final String FAR = "b";

  private final Application far;
  private final GuestLines lines;

  private NodeLines(Config config, Config placement, int bytes, int lines) {
    far = Parigot.start(config, placement, FAR);
    Application near = Parigot.start(config, placement, NEAR);
    for (Application node : List.of(far, near)) {
      node.launched().toCompletableFuture().join();
    }
    this.lines = new GuestLines(near, bytes, lines);
  }

  /** The called are on the other node. */
  static NodeLines apart(int bytes, int lines, boolean tls) {
    return open(bytes, lines, "", tls);
  }

  /** The called are on the node of their callers. */
  static NodeLines together(int bytes, int lines) {
    return open(bytes, lines, NEAR, false);
  }

  private static NodeLines open(int bytes, int lines, String called, boolean tls) {
    GuestApplication guests = new GuestApplication().set("parigot.launch-timeout = 100 s");
    StringBuilder placement = new StringBuilder();
    String module = "calls-reactor.wasm";
    guests.guest("idle", module, "echo", "idle");
    place(placement, "idle", FAR);
    for (int line = 0; line < lines; line++) {
      guests.guest("echo" + line, module, "echo", "echo" + line);
      place(placement, "echo" + line, called.isEmpty() ? FAR : called);
      guests.guest("caller" + line, module, "call", "caller" + line, "echo" + line);
      place(placement, "caller" + line, NEAR);
    }
    for (String node : List.of(NEAR, FAR)) {
      placement.append(
          "parigot.nodes.%s { host = 127.0.0.1, port = %d }\n".formatted(node, freePort()));
    }
    if (tls) {
      TlsFiles files = Certificates.files();
      placement.append(
          "parigot.link.tls { certificate = %s, key = %s, authority = %s }\n"
              .formatted(
                  GuestApplication.quoted(files.certificate().toString()),
                  GuestApplication.quoted(files.key().toString()),
                  GuestApplication.quoted(files.authority().toString())));
    }
    return new NodeLines(
        guests.config(), ConfigFactory.parseString(placement.toString()), bytes, lines);
  }

  private static void place(StringBuilder placement, String guest, String node) {
    placement.append("parigot.placement.%s.nodes = [%s]\n".formatted(guest, node));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int[] run(int callsEach) {
    return lines.run(callsEach);
  }

  @Override
  public int lines() {
    return lines.lines();
  }

  @Override
  public void close() {
    lines.close();
    far.close();
  }
}
