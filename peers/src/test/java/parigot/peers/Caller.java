package parigot.peers;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parigot.v1.host.LinkConfirmation;
import parigot.v1.host.LinkFrame;
import parigot.v1.host.LinkHello;
import parigot.v1.host.LinkIntroduction;

/** Calls a node without being one, and says what it likes. */
final class Caller {
  static final LinkFrame CONFIRMATION =
      LinkFrame.newBuilder().setConfirmation(LinkConfirmation.getDefaultInstance()).build();

  private Caller() {}

  /** What node a would say to b. */
  static LinkFrame hello(int protocol, String from, long incarnation, long dial) {
    return LinkFrame.newBuilder()
        .setHello(
            LinkHello.newBuilder()
                .setFrom(
                    LinkIntroduction.newBuilder()
                        .setProtocol(protocol)
                        .setApplication("shop")
                        .setNode(from)
                        .setPlacement("c0ffee")
                        .setIncarnation(incarnation))
                .setTo("b")
                .setDial(dial))
        .build();
  }

  /** Says these frames, waits until the node has ended the stream, and answers how. */
  static Status says(InetSocketAddress address, Optional<TlsFiles> tls, LinkFrame... frames) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address).directExecutor().overrideAuthority("b");
    try {
      if (tls.isPresent()) {
        builder.sslContext(
            GrpcSslContexts.forClient()
                .keyManager(tls.get().certificate().toFile(), tls.get().key().toFile())
                .trustManager(tls.get().authority().toFile())
                .build());
      } else {
        builder.usePlaintext();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CompletableFuture<Status> ended = new CompletableFuture<>();
    ManagedChannel channel = builder.build();
    try {
      ClientCall<LinkFrame, LinkFrame> call = channel.newCall(Wire.LINK, CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              ended.complete(status);
            }
          },
          new Metadata());
      call.request(1000);
      for (LinkFrame frame : frames) {
        call.sendMessage(frame);
      }
      return ended.join();
    } finally {
      channel.shutdownNow();
    }
  }
}
