package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.NamePatterns;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.v1.host.Options;
import trial.v1.host.TrialOuterClass;

/** Which services are open, and what the log says of those that are not. */
@Timeout(60)
class OpenServicesTest {
  @Test
  void aServiceWithStreamsIsOpenWithoutThem() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      assertThat(application.log().lines())
          .containsOnlyOnce(
              "WARN trial.v1.Trial is open without Watch, Tell: what streams is not served.");
      assertThat(client.call("Echo", "a").getText()).isEqualTo("a");
    }
  }

  @Test
  void aServiceThatNothingDescribesIsNamedWithWhatToDo() {
    try (TrialApplication application =
        TrialApplication.open()
            .guest("plain", "register a", "export trial.v1 plain", "bind Echo", "launch")
            .launched()) {
      application
          .log()
          .awaitPart(
              "trial.v1.plain is open, and clients cannot call it, for nothing describes it: build"
                  + " the guest plain with parigot-maven-plugin, or let"
                  + " parigot.guests.plain.descriptors name");
    }
  }

  @Test
  void aPatternThatNoServiceHasIsNamed() {
    try (TrialApplication application =
        TrialApplication.open("parigot.edge.services = [\"trial.v1.trial\", \"trail.v1.*\"]")
            .trial()
            .launched()) {
      assertThat(application.log().lines())
          .contains(
              "WARN parigot.edge.services has trail.v1.*, and no guest describes such a service in"
                  + " its module or descriptors.");
    }
  }

  @Test
  void aServiceMayBeNamedAsTheProtoWritesIt() {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.services = [trial.v1.Trial]").trial().launched();
        GrpcClient client = application.client()) {
      assertThat(client.call("Echo", "a").getText()).isEqualTo("a");
      assertThatThrownBy(
              () -> client.call("trial.v1.Absent/Echo", trial.v1.host.Words.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED));
    }
  }

  @Test
  void ofTwoDescriptionsThatDifferTheExportersCounts() {
    // To the first guest by name, all that Echo takes and gives is Nothing.
    FileDescriptorProto.Builder other = TrialOuterClass.getDescriptor().toProto().toBuilder();
    other.getServiceBuilder(0).getMethodBuilder(0).setInputType(".trial.v1.Nothing");
    other
        .getMessageTypeBuilder(1)
        .addField(
            FieldDescriptorProto.newBuilder()
                .setName("odd")
                .setNumber(9)
                .setType(FieldDescriptorProto.Type.TYPE_BOOL)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL));
    Path differing =
        TrialApplication.write(
            "other",
            FileDescriptorSet.newBuilder()
                .addFile(Options.getDescriptor().toProto())
                .addFile(other)
                .build());
    try (TrialApplication application =
            TrialApplication.open()
                .guest("asks", "register asks", "require trial.v1 trial", "launch")
                .describe("asks", differing)
                .trial()
                .launched();
        GrpcClient client = application.client()) {
      assertThat(application.log().lines())
          .contains(
              "WARN The guests asks and trial describe trial.v1.Trial differently: clients see it"
                  + " as a guest describes it that exports it.");
      // The guest refuses what is of another type than its answer, so this shows which was sent.
      assertThat(client.call("Echo", "mine").getText()).isEqualTo("mine");
    }
  }

  @Test
  void whoAsksWhileAnotherLooksIsToldWhatThatOneFinds() throws Exception {
    ServiceDescriptors trial =
        ServiceDescriptors.of(
            ByteString.copyFrom(Files.readAllBytes(TrialApplication.descriptors())));
    AtomicReference<Map<String, ServiceDescriptors>> described = new AtomicReference<>(Map.of());
    CountDownLatch looks = new CountDownLatch(2);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    OpenServices services =
        new OpenServices(
            NamePatterns.ALL,
            () -> {
              Map<String, ServiceDescriptors> now = described.get();
              looks.countDown();
              if (!now.isEmpty()) {
                try {
                  mayGoOn.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
              return now;
            },
            name -> Set.of(),
            service -> {});
    services.begin();
    described.set(Map.of("trial", trial));
    services.outdated();
    List<Boolean> found = new CopyOnWriteArrayList<>();
    Runnable ask = () -> found.add(services.service("trial.v1.Trial").isPresent());
    Thread first = new Thread(ask);
    Thread second = new Thread(ask);
    first.start();
    assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
    second.start();
    TrialApplication.await(
        "the second waits, or has its answer",
        () ->
            second.getState() == Thread.State.BLOCKED
                || second.getState() == Thread.State.TERMINATED);
    mayGoOn.countDown();
    first.join();
    second.join();
    assertThat(found).containsExactly(true, true);
  }
}
