package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.DescriptorProtos;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.v1.host.Options;
import protosupport.v1.host.Protosupport;
import trial.v1.host.TrialGrpc;
import trial.v1.host.TrialOuterClass;
import trial.v1.host.Words;

/**
 * Clients that know nothing of Parigot call guests: a stub of grpc-java's generator, curl,
 * {@code @grpc/grpc-js} by what reflection tells it, {@code @connectrpc/connect-node}. What they
 * need is fetched from npm. They are left out where there is no such program.
 */
@Tag("once")
@Timeout(180)
class ClientsTest {
  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void need(String program) {
    assumeThat(isThere(program)).as("%s is not installed here.", program).isTrue();
  }

  @BeforeAll
  static void fetch() throws Exception {
    if (!isThere("node") || !isThere("npm")) {
      return;
    }
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "reflected.js", "connect.js")) {
      Files.copy(
          Path.of("src", "test", "node", file).toAbsolutePath(),
          FOLDER.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
      run(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
    }
  }

  /** What a program writes, line by line. */
  private static List<String> run(List<String> command) {
    try {
      Path errors = Files.createTempFile(FOLDER, "errors", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectError(errors.toFile())
              .start();
      String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      Files.delete(errors);
      return written.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonObject object(String line) {
    return JsonParser.parseString(line).getAsJsonObject();
  }

  @Test
  void aStubOfGrpcJavasGeneratorCalls() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      TrialGrpc.TrialBlockingStub stub =
          TrialGrpc.newBlockingStub(client.channel()).withDeadlineAfter(30, TimeUnit.SECONDS);
      Words words = Words.newBuilder().setText("grüß dich").build();

      assertThat(stub.echo(words)).isEqualTo(words);
      assertThatThrownBy(() -> stub.fail(words))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus())
                      .hasToString(
                          Status.FAILED_PRECONDITION
                              .withDescription("trial.v1.Trial answered with OutOfStock (4).")
                              .toString()));
      assertThatThrownBy(() -> stub.watch(words).next())
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }
  }

  @Test
  void aGrpcClientOfNodeCallsByWhatReflectionTellsIt() {
    need("node");
    try (TrialApplication application = TrialApplication.open().trial().launched()) {
      List<String> echoed = reflected(application, "Echo", "{\"text\": \"grüß dich\"}");
      List<String> services =
          JsonParser.parseString(echoed.get(0)).getAsJsonArray().asList().stream()
              .map(JsonElement::getAsString)
              .toList();
      assertThat(services).contains("trial.v1.Trial", "grpc.health.v1.Health");
      assertThat(object(echoed.get(1)).get("text").getAsString()).isEqualTo("grüß dich");

      JsonObject failure = object(reflected(application, "Fail", "{}").get(1));
      assertThat(failure.get("code").getAsString()).isEqualTo("FAILED_PRECONDITION");
      assertThat(failure.get("message").getAsString())
          .isEqualTo("trial.v1.Trial answered with OutOfStock (4).");
      assertThat(failure.get("reason").getAsString()).isEqualTo("OutOfStock");
    }
  }

  private static List<String> reflected(
      TrialApplication application, String method, String request) {
    return run(
        List.of(
            "node",
            "reflected.js",
            "127.0.0.1:" + application.grpcPort(),
            "trial.v1.Trial",
            method,
            request));
  }

  @ParameterizedTest
  @CsvSource({"connect, json", "connect, binary", "grpc-web, binary"})
  void connectsOwnClientCalls(String protocol, String format) {
    need("node");
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      assertThat(
              connect(application, protocol, format, "echo", "{\"text\": \"grüß dich\"}")
                  .get("text")
                  .getAsString())
          .isEqualTo("grüß dich");

      JsonObject failure = connect(application, protocol, format, "fail", "{}");
      assertThat(failure.get("code").getAsString()).isEqualTo("FailedPrecondition");
      assertThat(failure.get("message").getAsString())
          .isEqualTo("trial.v1.Trial answered with OutOfStock (4).");
      if (protocol.equals("connect")) {
        assertThat(failure.get("detail").getAsString()).isEqualTo("google.rpc.ErrorInfo");
        assertThat(failure.getAsJsonObject("debug").get("reason").getAsString())
            .isEqualTo("OutOfStock");
      }
    }
  }

  private static JsonObject connect(
      TrialApplication application, String protocol, String format, String method, String request) {
    Path descriptors =
        TrialApplication.descriptors(
            "whole",
            DescriptorProtos.getDescriptor(),
            Protosupport.getDescriptor(),
            Options.getDescriptor(),
            TrialOuterClass.getDescriptor());
    List<String> command =
        new ArrayList<>(
            List.of("node", "connect.js", "http://127.0.0.1:" + application.httpPort()));
    command.addAll(
        List.of(protocol, format, descriptors.toString(), "trial.v1.Trial", method, request));
    return object(run(command).get(0));
  }

  @Test
  void curlCallsWithJson() {
    need("curl");
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      assertThat(curl(application, "Echo", "{\"text\": \"grüß dich\"}"))
          .containsExactly("{\"text\":\"grüß dich\"}", "200");
      List<String> wrong = curl(application, "Echo", "{\"txt\": \"x\"}");
      assertThat(object(wrong.get(0)).get("message").getAsString())
          .isEqualTo(
              "The body is no trial.v1.Words: txt is no field of trial.v1.Words; did you mean"
                  + " text?");
      assertThat(wrong.get(1)).isEqualTo("400");
      // So large that curl asks beforehand whether it may be sent.
      String large = "{\"text\": \"%s\"}".formatted("0".repeat(100_000));
      assertThat(curl(application, "Echo", large)).last().isEqualTo("200");
    }
  }

  private static List<String> curl(TrialApplication application, String method, String body) {
    return run(
        List.of(
            "curl",
            "--silent",
            "--show-error",
            "--write-out",
            "%{http_code}",
            "--header",
            "content-type: application/json",
            "--header",
            "expect: 100-continue",
            "--data",
            body,
            "http://127.0.0.1:%d/trial.v1.Trial/%s".formatted(application.httpPort(), method)));
  }
}
