package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status.Code;
import io.grpc.reflection.v1.ExtensionRequest;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.testing.Within;

/** Clients ask which services there are. */
@Timeout(60)
class ReflectionTest {
  private static List<ServerReflectionResponse> ask(
      GrpcClient client, ServerReflectionRequest... questions) {
    CompletableFuture<List<ServerReflectionResponse>> answers = new CompletableFuture<>();
    List<ServerReflectionResponse> came = new ArrayList<>();
    StreamObserver<ServerReflectionRequest> server =
        ServerReflectionGrpc.newStub(client.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    came.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    answers.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    answers.complete(came);
                  }
                });
    for (ServerReflectionRequest question : questions) {
      server.onNext(question);
    }
    server.onCompleted();
    return Within.limit(answers);
  }

  private static ServerReflectionRequest symbol(String name) {
    return ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build();
  }

  private static List<FileDescriptorProto> files(ServerReflectionResponse response)
      throws InvalidProtocolBufferException {
    List<FileDescriptorProto> files = new ArrayList<>();
    for (ByteString file : response.getFileDescriptorResponse().getFileDescriptorProtoList()) {
      files.add(FileDescriptorProto.parseFrom(file));
    }
    return files;
  }

  @Test
  void theOpenServicesAreListedWithTheEdgesOwn() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      assertThat(
              ask(client, ServerReflectionRequest.newBuilder().setListServices("").build())
                  .get(0)
                  .getListServicesResponse()
                  .getServiceList())
          .extracting(ServiceResponse::getName)
          .containsExactly(
              "trial.v1.Absent",
              "trial.v1.Trial",
              "grpc.health.v1.Health",
              "grpc.reflection.v1.ServerReflection",
              "grpc.reflection.v1alpha.ServerReflection");
    }
  }

  @Test
  void aServicesFileComesWithWhatItImportsAndWithoutWhatNobodyMayCall()
      throws InvalidProtocolBufferException {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.services = [trial.v1.Trial]").trial().launched();
        GrpcClient client = application.client()) {
      List<ServerReflectionResponse> answers =
          ask(
              client,
              symbol("trial.v1.Trial"),
              symbol("trial.v1.Trial.Echo"),
              symbol("trial.v1.Words"),
              ServerReflectionRequest.newBuilder()
                  .setFileByFilename("trial/v1/trial.proto")
                  .build());
      for (ServerReflectionResponse answer : answers) {
        List<FileDescriptorProto> files = files(answer);
        assertThat(files)
            .extracting(FileDescriptorProto::getName)
            .containsExactlyInAnyOrder(
                "trial/v1/trial.proto",
                "protosupport/v1/protosupport.proto",
                "parigot/v1/options.proto",
                "google/protobuf/descriptor.proto");
        assertThat(files.get(0).getServiceList()).hasSize(1);
        assertThat(files.get(0).getService(0).getMethodList())
            .noneMatch(method -> method.getName().equals("Watch"))
            .anyMatch(method -> method.getName().equals("Echo"));
      }
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      for (ServerReflectionResponse answer :
          ask(
              client,
              symbol("trial.v1.Nothing2"),
              ServerReflectionRequest.newBuilder().setFileByFilename("none.proto").build(),
              ServerReflectionRequest.newBuilder()
                  .setFileContainingExtension(
                      ExtensionRequest.newBuilder()
                          .setContainingType("trial.v1.Words")
                          .setExtensionNumber(5))
                  .build())) {
        assertThat(answer.getErrorResponse().getErrorCode()).isEqualTo(Code.NOT_FOUND.value());
      }
    }
  }

  @Test
  void extensionsAreFoundByTheirNumbers() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      List<ServerReflectionResponse> answers =
          ask(
              client,
              ServerReflectionRequest.newBuilder()
                  .setAllExtensionNumbersOfType("google.protobuf.EnumOptions")
                  .build(),
              ServerReflectionRequest.newBuilder()
                  .setFileContainingExtension(
                      ExtensionRequest.newBuilder()
                          .setContainingType("google.protobuf.EnumOptions")
                          .setExtensionNumber(543211))
                  .build());
      assertThat(answers.get(0).getAllExtensionNumbersResponse().getExtensionNumberList())
          .contains(543211);
      assertThat(answers.get(1).hasFileDescriptorResponse()).isTrue();
    }
  }

  @Test
  void theOlderVersionAnswersTheSame() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      CompletableFuture<Integer> services = new CompletableFuture<>();
      StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> server =
          io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(client.channel())
              .serverReflectionInfo(
                  new StreamObserver<>() {
                    @Override
                    public void onNext(io.grpc.reflection.v1alpha.ServerReflectionResponse answer) {
                      services.complete(answer.getListServicesResponse().getServiceCount());
                    }

                    @Override
                    public void onError(Throwable failure) {
                      services.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                  });
      server.onNext(
          io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
              .setListServices("")
              .build());
      assertThat(Within.limit(services)).isEqualTo(5);
      server.onCompleted();
    }
  }

  @Test
  void nobodyIsToldWhereThatIsNotWanted() {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.grpc { reflection = false }").trial().launched();
        GrpcClient client = application.client()) {
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () -> ask(client, symbol("trial.v1.Trial"))))
          .hasMessageContaining("UNIMPLEMENTED");
    }
  }
}
