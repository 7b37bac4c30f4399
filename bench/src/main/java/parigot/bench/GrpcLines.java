package parigot.bench;

import com.google.protobuf.BytesValue;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The same calls through grpc-java, as its generated stubs make them. One line calls with a
 * blocking stub, which is the quickest for one call at a time: the caller's thread takes the
 * answer. Many lines call asynchronously, each its next call when it has its answer; with the
 * direct executor that would recurse, and a blocking thread for each processor never waits.
 */
final class GrpcLines implements CallLines {
  private static final MethodDescriptor<BytesValue, BytesValue> ECHO =
      MethodDescriptor.<BytesValue, BytesValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("bench.v1.Echo", "Echo"))
          .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .build();
  private static final ServerServiceDefinition SERVICE =
      ServerServiceDefinition.builder("bench.v1.Echo")
          .addMethod(ECHO, ServerCalls.asyncUnaryCall(GrpcLines::echo))
          .build();

  private final Runnable server;
  private final ManagedChannel channel;
  private final int bytes;
  private final int lines;
  private final boolean blocking;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param server ends what serves
   * @param blocking whether each line has a thread that waits for its answers
   */
  GrpcLines(Runnable server, ManagedChannel channel, int bytes, int lines, boolean blocking) {
    this.server = server;
    this.channel = channel;
    this.bytes = bytes;
    this.lines = lines;
    this.blocking = blocking;
  }

  private static void echo(BytesValue request, StreamObserver<BytesValue> answer) {
    answer.onNext(request);
    answer.onCompleted();
  }

  static GrpcLines direct(int bytes, int lines) {
    String name = UUID.randomUUID().toString();
    return new GrpcLines(
        started(InProcessServerBuilder.forName(name).directExecutor().addService(SERVICE).build()),
        InProcessChannelBuilder.forName(name).directExecutor().build(),
        bytes,
        Math.min(lines, Runtime.getRuntime().availableProcessors()),
        true);
  }

  static GrpcLines inProcess(int bytes, int lines) {
    String name = UUID.randomUUID().toString();
    return new GrpcLines(
        started(InProcessServerBuilder.forName(name).addService(SERVICE).build()),
        InProcessChannelBuilder.forName(name).build(),
        bytes,
        lines,
        lines == 1);
  }

  static GrpcLines tcp(int bytes, int lines) {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Server server = NettyServerBuilder.forAddress(loopback).addService(SERVICE).build();
    Runnable end = started(server);
    return new GrpcLines(end, channel(server.getPort()), bytes, lines, lines == 1);
  }

  /** A client of a server that listens on loopback. */
  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .usePlaintext()
        .build();
  }

  /** What ends it. */
  private static Runnable started(Server server) {
    try {
      Server running = server.start();
      return running::shutdownNow;
    } catch (IOException e) {
      throw new UncheckedIOException("The server of grpc-java does not start.", e);
    }
  }

  @Override
  public int[] run(int callsEach) {
    if (blocking && lines == 1) {
      return block(callsEach);
    }
    List<CompletableFuture<int[]>> reports = new ArrayList<>(lines);
    for (int line = 0; line < lines; line++) {
      if (blocking) {
        reports.add(CompletableFuture.supplyAsync(() -> block(callsEach), threads));
      } else {
        Line asynchronous = new Line(callsEach);
        asynchronous.call(System.nanoTime());
        reports.add(asynchronous.done);
      }
    }
    reports.forEach(CompletableFuture::join);
    return reports.get(0).join();
  }

  @Override
  public int lines() {
    return lines;
  }

  private int[] block(int calls) {
    Payload payload = new Payload(bytes);
    int[] nanos = new int[calls];
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      BytesValue request = request(payload);
      BytesValue answer =
          ClientCalls.blockingUnaryCall(channel, ECHO, CallOptions.DEFAULT, request);
      require(request, answer);
      long now = System.nanoTime();
      nanos[i] = (int) (now - began);
      began = now;
    }
    return nanos;
  }

  private static BytesValue request(Payload payload) {
    return BytesValue.of(UnsafeByteOperations.unsafeWrap(payload.next()));
  }

  private static void require(BytesValue request, BytesValue answer) {
    if (!answer.equals(request)) {
      throw new IllegalStateException("a wrong answer");
    }
  }

  private final class Line implements StreamObserver<BytesValue> {
    private final Payload payload = new Payload(bytes);
    private final CompletableFuture<int[]> done = new CompletableFuture<>();
    private final int[] nanos;
    private BytesValue request = BytesValue.getDefaultInstance();
    private int made;
    private long began;

    Line(int calls) {
      nanos = new int[calls];
    }

    void call(long now) {
      began = now;
      request = request(payload);
      ClientCalls.asyncUnaryCall(channel.newCall(ECHO, CallOptions.DEFAULT), request, this);
    }

    @Override
    public void onNext(BytesValue answer) {
      require(request, answer);
      long now = System.nanoTime();
      nanos[made++] = (int) (now - began);
    }

    @Override
    public void onError(Throwable error) {
      done.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      if (made < nanos.length) {
        call(System.nanoTime());
      } else {
        done.complete(nanos);
      }
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.run();
    threads.shutdown();
  }
}
