package probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import com.google.protobuf.Message;
import com.typesafe.config.ConfigFactory;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.edge.MountedEdge;
import parigot.testkit.WithApplication;
import probe.v1.host.FailRequest;
import probe.v1.host.FailResponse;
import probe.v1.host.WhoRequest;
import probe.v1.host.WhoResponse;

/** What a guest sees of a client from outside, and that one of the guest. */
@Timeout(120)
class OutsideTest {
  static <Q extends Message, R extends Message> R call(
      Channel channel, String method, Q request, R response) {
    return ClientCalls.blockingUnaryCall(
        channel,
        MethodDescriptor.<Q, R>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("probe.v1.Probe/" + method)
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(ProtoUtils.marshaller(response))
            .build(),
        CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
        request);
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config =
          """
          parigot.search-path = ["target/guests"]
          parigot.guests.probe { wasm = "probe.wasm", call-timeout = 1 minute }
          """)
  void aGuestKnowsTheClientItsHeadersAndItsDeadlineAndSaysItsErrorInACodeOfItsOwn(
      Application application) throws Exception {
    try (MountedEdge edge =
        MountedEdge.of(
            application,
            ConfigFactory.parseString("services = [\"probe.v1.*\"], forward-headers = [user]"))) {
      InetAddress here = InetAddress.getLoopbackAddress();
      Server server =
          edge.mountOn(NettyServerBuilder.forAddress(new InetSocketAddress(here, 0)))
              .build()
              .start();
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(new InetSocketAddress(here, server.getPort()))
              .usePlaintext()
              .build();
      try {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("user", Metadata.ASCII_STRING_MARSHALLER), "Grace");
        headers.put(Metadata.Key.of("other", Metadata.ASCII_STRING_MARSHALLER), "kept here");
        WhoResponse who =
            call(
                ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                "Who",
                WhoRequest.getDefaultInstance(),
                WhoResponse.getDefaultInstance());
        assertThat(who.getUser()).isEqualTo("Grace");
        assertThat(who.getClient()).isEqualTo(here.getHostAddress());
        assertThat(who.getCertificate()).isEmpty();
        assertThat(who.getRemainingMillis()).isBetween(1L, 20_000L);

        StatusRuntimeException failure =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    call(
                        channel,
                        "Fail",
                        FailRequest.getDefaultInstance(),
                        FailResponse.getDefaultInstance()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Code.ABORTED);
        assertThat(failure.getStatus().getDescription())
            .isEqualTo("probe.v1.Probe answered with OnPurpose (4).");
      } finally {
        channel.shutdownNow();
        server.shutdownNow();
        assertThat(channel.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
