package boutique.twin;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The one thread of a process: it reads and writes for the server and for the channels, and runs
 * the guest, whose code wants a single thread. So no call is handed from a thread to another.
 *
 * @param loop the thread
 */
record Network(
    EventLoopGroup loop, Class<? extends ServerChannel> server, Class<? extends Channel> client) {

  static Network open() {
    return Epoll.isAvailable()
        ? new Network(
            new EpollEventLoopGroup(1), EpollServerSocketChannel.class, EpollSocketChannel.class)
        : new Network(
            new NioEventLoopGroup(1), NioServerSocketChannel.class, NioSocketChannel.class);
  }
}
