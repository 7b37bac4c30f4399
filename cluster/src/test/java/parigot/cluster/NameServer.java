package parigot.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A DNS server on loopback that has one answer to whatever is asked: these addresses, of the family
 * that is asked for, for 0 s.
 */
final class NameServer implements AutoCloseable {
  private static final int HEADER = 12;
  private static final int ADDRESS = 1;
  private static final int ADDRESS_OF_IPV6 = 28;
  private static final int LONGEST = 512;

  private final List<InetAddress> addresses = new CopyOnWriteArrayList<>();
  private final DatagramSocket socket;
  private final Thread thread = new Thread(this::serve, "name-server");

  NameServer() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  void add(String address) throws IOException {
    addresses.add(InetAddress.getByName(address));
  }

  void remove(String address) throws IOException {
    addresses.remove(InetAddress.getByName(address));
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[LONGEST], LONGEST);
        socket.receive(packet);
        byte[] answer = answer(packet.getData());
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private byte[] answer(byte[] query) {
    int end = HEADER;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int type = ByteBuffer.wrap(query).getShort(end + 1);
    end += 5;
    List<InetAddress> found = addresses.stream().filter(its -> type(its) == type).toList();
    ByteBuffer answer = ByteBuffer.allocate(LONGEST);
    // A response, and the query's question; then each address of the name that the question has.
    answer.put(query, 0, 2).putShort((short) 0x8180).putShort((short) 1);
    answer.putShort((short) found.size()).putShort((short) 0).putShort((short) 0);
    answer.put(query, HEADER, end - HEADER);
    for (InetAddress address : found) {
      byte[] bytes = address.getAddress();
      answer.putShort((short) (0xC000 | HEADER)).putShort((short) type).putShort((short) 1);
      answer.putInt(0).putShort((short) bytes.length).put(bytes);
    }
    return Arrays.copyOf(answer.array(), answer.position());
  }

  private static int type(InetAddress address) {
    return address instanceof Inet4Address ? ADDRESS : ADDRESS_OF_IPV6;
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
