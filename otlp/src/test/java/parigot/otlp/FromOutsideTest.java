package parigot.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.WrappersProto;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.actors.Parigot;

/** Clients over HTTP say of which trace their requests are a part, and whether it is kept. */
@Timeout(90)
class FromOutsideTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CAUSE = "00f067aa0ba902b7";

  @TempDir Path folder;

  /** What describes {@code open.v1.Open}, whose method Do answers with what it gets. */
  private Path descriptors() throws IOException {
    FileDescriptorProto open =
        FileDescriptorProto.newBuilder()
            .setName("open/v1/open.proto")
            .setSyntax("proto3")
            .setPackage("open.v1")
            .addDependency(WrappersProto.getDescriptor().getName())
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("Open")
                    .addMethod(
                        MethodDescriptorProto.newBuilder()
                            .setName("Do")
                            .setInputType(".google.protobuf.StringValue")
                            .setOutputType(".google.protobuf.StringValue")))
            .build();
    FileDescriptorSet set =
        FileDescriptorSet.newBuilder()
            .addFile(WrappersProto.getDescriptor().toProto())
            .addFile(open)
            .build();
    return Files.write(folder.resolve("open.binpb"), set.toByteArray());
  }

  private static String guest(String packagePath, String service, String method) {
    return "wasm = \"%s\", args = [\"register s\", \"export %s %s\", \"bind %s echo\", \"launch\"]"
        .formatted(
            Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath(),
            packagePath,
            service,
            method);
  }

  private static HttpResponse<String> send(
      HttpClient client, int port, String path, String body, String flags) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("content-type", "application/json")
            .header("traceparent", "00-" + TRACE + "-" + CAUSE + "-" + flags)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theEdgeAndTheHttpConnectorTakeUpTheTraceOfARequest() throws Exception {
    int edge = TracesTest.freePort();
    int connector = TracesTest.freePort();
    try (Collector collector = new Collector()) {
      String config =
          """
          parigot {
            cache-dir = target/compiled-guests
            traces.endpoint = "%s"
            edge { http.port = %d, services = ["open.v1.*"] }
            plugins.httpconnector.port = %d
            guests.open { %s, descriptors = "%s" }
            guests.web { %s, plugins = [httpconnector] }
          }
          """
              .formatted(
                  collector.endpoint(),
                  edge,
                  connector,
                  guest("open.v1", "open", "Do"),
                  descriptors(),
                  guest("httpconnector.v1", "http_connector", "Handle"));
      try (Application application = Parigot.start(ConfigFactory.parseString(config))) {
        application.launched().toCompletableFuture().get(60, TimeUnit.SECONDS);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (String flags : List.of("00", "01")) {
          HttpResponse<String> answer = send(client, edge, "/open.v1.Open/Do", "\"x\"", flags);
          assertThat(answer.body().strip()).isEqualTo("\"x\"");
          // The guest answers with what is no response: that it was called is enough.
          assertThat(send(client, connector, "/", "", flags).statusCode()).isGreaterThan(0);
        }
      }
      assertThat(collector.all())
          .extracting(Collector.Span::name)
          .containsExactlyInAnyOrder("open.v1.open/Do", "httpconnector.v1.http_connector/Handle");
      assertThat(collector.all()).extracting(Collector.Span::trace).containsOnly(TRACE);
      assertThat(collector.all()).extracting(Collector.Span::parent).containsOnly(CAUSE);
    }
  }
}
