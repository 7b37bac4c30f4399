package parigot.peers;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import parigot.v1.host.LinkAnswer;
import parigot.v1.host.LinkConfirmation;
import parigot.v1.host.LinkFrame;
import parigot.v1.host.LinkHello;
import parigot.v1.host.LinkRefusal;

/**
 * Calls one node, which does not call this one, whenever there is no session with it. Lives on the
 * loop; only names are resolved elsewhere.
 */
final class Dialer {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1000;

  private final Introduction self;
  private final int port;
  private final Peer peer;
  private final boolean loopbackOnly;
  private final Optional<Identity> tls;
  private final long graceNanos;
  private final EventLoop loop;
  private final Class<? extends SocketChannel> channelType;
  private final Executor lookups;

  private long dials;
  private long pause = FIRST_PAUSE_MILLIS;
  private boolean stopped;
  private Optional<DialledStream> stream = Optional.empty();

  /**
   * @param port where this node listens
   */
  Dialer(
      Introduction self,
      int port,
      Peer peer,
      boolean loopbackOnly,
      Optional<Identity> tls,
      long graceNanos,
      EventLoop loop,
      Class<? extends SocketChannel> channelType,
      Executor lookups) {
    this.self = self;
    this.port = port;
    this.peer = peer;
    this.loopbackOnly = loopbackOnly;
    this.tls = tls;
    this.graceNanos = graceNanos;
    this.loop = loop;
    this.channelType = channelType;
    this.lookups = lookups;
    peer.whenFree(this::soon);
  }

  Peer peer() {
    return peer;
  }

  void stop() {
    stopped = true;
    if (peer.live().isEmpty()) {
      stream.ifPresent(Stream::cut);
    }
  }

  private void soon() {
    pause = FIRST_PAUSE_MILLIS;
    later();
  }

  private void later() {
    if (!stopped) {
      Future<?> unused = loop.schedule(this::dial, pause, TimeUnit.MILLISECONDS);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  void dial() {
    if (stopped) {
      return;
    }
    String host = peer.address().host();
    try {
      lookups.execute(
          () -> {
            try {
              List<InetAddress> found = List.of(InetAddress.getAllByName(host));
              loop.execute(() -> call(found));
            } catch (UnknownHostException e) {
              loop.execute(() -> trouble("the name " + host + " is not known"));
            }
          });
    } catch (RejectedExecutionException e) {
      // Stopped meanwhile.
    }
  }

  private void trouble(String why) {
    peer.trouble(why);
    later();
  }

  private void refused(String sentence) {
    peer.refused(sentence);
    later();
  }

  private void call(List<InetAddress> found) {
    if (stopped) {
      return;
    }
    InetAddress address = found.get((int) (dials % found.size()));
    if (loopbackOnly && !address.isLoopbackAddress()) {
      refused(Links.notLoopback(peer.address(), address));
      return;
    }
    dials++;
    DialledStream next =
        new DialledStream(
            channel(new InetSocketAddress(address, peer.address().port())),
            peer.address().toString(),
            loop,
            this::failed);
    stream = Optional.of(next);
    Call call = new Call(next);
    next.readBy(call);
    next.open();
    next.write(
        LinkFrame.newBuilder()
            .setHello(
                LinkHello.newBuilder()
                    .setFrom(Misfit.introduction(self, port))
                    .setTo(peer.node())
                    .setDial(dials))
            .build());
    Future<?> unused = loop.schedule(call::tooLate, graceNanos, TimeUnit.NANOSECONDS);
  }

  private ManagedChannel channel(InetSocketAddress address) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(address)
            .overrideAuthority(peer.node())
            .channelType(channelType)
            .eventLoopGroup(loop)
            .directExecutor()
            .offloadExecutor(Runnable::run)
            .withOption(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                (int) TimeUnit.NANOSECONDS.toMillis(graceNanos))
            .flowControlWindow(Wire.WINDOW)
            .maxInboundMessageSize(Wire.LONGEST)
            .disableRetry();
    tls.ifPresentOrElse(
        identity -> builder.sslContext(identity.client(peer.certifiedAs())), builder::usePlaintext);
    return builder.build();
  }

  /** When the connection has failed: what of it somebody has to mend. */
  private void failed(Throwable cause) {
    if (peer.live().isEmpty()) {
      tls.flatMap(identity -> identity.trouble("Node " + peer.address(), cause))
          .ifPresent(peer::refused);
    }
  }

  /** One call, until its session begins. */
  private final class Call implements Stream.Reader {
    private final DialledStream dialled;
    private final Moment began = Moment.now();
    private boolean done;

    Call(DialledStream dialled) {
      this.dialled = dialled;
    }

    @Override
    public void read(LinkFrame frame) {
      switch (frame.getKindCase()) {
        case ANSWER -> answered(frame.getAnswer());
        case REFUSAL -> {
          done = true;
          dialled.finish();
          refused(Misfit.sentence(frame.getRefusal().getSentence()));
        }
        case KIND_NOT_SET -> {
          // Of a later version.
        }
        case HELLO, CONFIRMATION, HEARTBEAT, GOODBYE, PAYLOADS -> {
          done = true;
          dialled.cut();
          trouble("it answered the hello with " + frame.getKindCase());
        }
      }
    }

    private void answered(LinkAnswer answer) {
      Moment now = Moment.now();
      done = true;
      if (now.since(began) > graceNanos) {
        dialled.cut();
        trouble("it did not answer the hello in time");
        return;
      }
      Optional<String> misfit = Misfit.between(self, answer.getFrom());
      if (misfit.isEmpty() && !answer.getFrom().getNode().equals(peer.node())) {
        misfit =
            Optional.of(
                "Node %s looked for node %s and found node %s: the placement's host or port is wrong."
                    .formatted(self.node(), peer.node(), Misfit.shown(answer.getFrom().getNode())));
      }
      if (misfit.isPresent()) {
        dialled.write(
            LinkFrame.newBuilder()
                .setRefusal(LinkRefusal.newBuilder().setSentence(misfit.get()))
                .build());
        dialled.finish();
        refused(misfit.get());
        return;
      }
      dialled.write(
          LinkFrame.newBuilder()
              .setConfirmation(LinkConfirmation.newBuilder().setSentAt(now.nanos()))
              .build());
      peer.link(
          dialled,
          new Session.Start(
              answer.getFrom().getIncarnation(),
              dials,
              now.nanos() - began.nanos(),
              answer.getSentAt(),
              now));
    }

    void tooLate() {
      if (!done) {
        done = true;
        dialled.cut();
        trouble("it did not answer the hello in time");
      }
    }

    @Override
    public void ended(String why) {
      done = true;
      trouble(why);
    }
  }
}
