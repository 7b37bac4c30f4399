package parigot.edge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A program that connects to a port so many times, says so, and stays until its input ends. */
final class IdleClients {
  private IdleClients() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    int count = Integer.parseInt(args[1]);
    List<SocketChannel> open = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      open.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", port)));
    }
    System.out.println("open " + open.size());
    while (System.in.read() >= 0) {
      // Nothing is said.
    }
  }
}
