package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.kernel.GuestKind;
import parigot.kernel.IdKind;
import parigot.kernel.ServiceView;
import parigot.wasm.GuestShape;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitResponse;
import syscall.v1.host.LaunchResponse;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;

/**
 * Guests as they were made before there were reactors: Go programs that register, export, require,
 * bind, launch and read, in the order in which the first parigot's own library did.
 */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ClassicGuestTest {
  private static final IdRaw LAUNCH_METHOD =
      IdRaw.newBuilder().setHigh(0x6dff_ffff_ffff_ffffL).setLow(0xffff_ffff_ffff_fff0L).build();
  private static final IdRaw EXIT_METHOD =
      IdRaw.newBuilder().setHigh(0x6dff_ffff_ffff_ffffL).setLow(0xffff_ffff_ffff_fff2L).build();

  private static TestApplication classic(String... variation) {
    String[] client =
        Stream.concat(Stream.of("client"), Stream.of(variation)).toArray(String[]::new);
    return TestApplication.with()
        .guest("caller", "main", TestApplication.module("classic"), client)
        .guest("classic", "server", TestApplication.module("classic"), "service");
  }

  @ParameterizedTest
  @ValueSource(strings = {"locates as itself", "locates without a caller"})
  void aServiceAndItsClientRunUnchangedAndReadTheBytesThatTheyAreUsedTo(String variation)
      throws InvalidProtocolBufferException {
    try (TestApplication application = classic(variation).start()) {
      assertThat(application.code()).as(application::printed).isEqualTo(3);
      List<String> client = application.printed().lines().toList();
      assertThat(client.get(0)).isEqualTo("started as caller");
      IdRaw service = id(client.get(1), "service ");
      IdRaw launch = id(client.get(2), "launch ");

      byte[] launched = bytes(client.get(3), "event ");
      IdRaw host = ReadOneResponse.parseFrom(launched).getResolved().getHostId();
      assertThat(launched)
          .isEqualTo(resolved(host, launch, LAUNCH_METHOD, LaunchResponse.getDefaultInstance()));

      List<byte[]> served =
          application.log().lines().stream()
              .filter(line -> line.startsWith("classic: event "))
              .map(line -> bytes(line, "classic: event "))
              .toList();
      ReadOneResponse called = ReadOneResponse.parseFrom(served.get(1));
      MethodBundle bundle = called.getBundle();
      assertThat(bundle.getHostId()).as("the caller's host, not the callee's").isEqualTo(host);
      Any param = Any.pack(StringValue.of("you"));
      assertThat(served.get(1))
          .isEqualTo(
              ReadOneResponse.newBuilder()
                  .setBundle(bundle)
                  .setParamOrResult(param)
                  .build()
                  .toByteArray());

      DispatchResponse sent = DispatchResponse.parseFrom(bytes(client.get(4), "dispatched "));
      assertThat(sent.getCallId()).isEqualTo(bundle.getCallId());
      assertThat(sent.getTargetHostId())
          .isEqualTo(ReadOneResponse.parseFrom(served.get(0)).getResolved().getHostId());

      assertThat(bytes(client.get(5), "event "))
          .isEqualTo(
              event(
                  ResolvedCall.newBuilder()
                      .setHostId(host)
                      .setCallId(bundle.getCallId())
                      .setMethodId(bundle.getMethodId())
                      .setResult(param)
                      .build(),
                  ExitPair.getDefaultInstance()));

      byte[] exit = bytes(client.get(6), "event ");
      IdRaw exitCall = ReadOneResponse.parseFrom(exit).getResolved().getCallId();
      ExitPair pair = ExitPair.newBuilder().setServiceId(service).setCode(3).build();
      assertThat(exit)
          .isEqualTo(
              event(
                  ResolvedCall.newBuilder()
                      .setHostId(host)
                      .setCallId(exitCall)
                      .setMethodId(EXIT_METHOD)
                      .setResult(Any.pack(ExitResponse.newBuilder().setPair(pair).build()))
                      .build(),
                  pair));
      assertThat(client).as("nothing after the exit").hasSize(7);
    }
  }

  @Test
  void aClassicServiceServesGuestsOfOtherKindsAndTheHost() {
    try (TestApplication application =
        TestApplication.with()
            .guest("classic", "server", TestApplication.module("classic"), "service")
            .client("loop", GuestShape.LOOP, "classic", "call Greet 300 20", "exit 0")
            .client(
                "reactor",
                GuestShape.REACTOR,
                "classic",
                "calls Greet 3000 20",
                "expect-dispatch-error Greet 5000 6",
                "expect-call-error Refuse 1 4",
                "serve")
            .launched()) {
      assertThat(application.echo("classic", "Greet", "host")).isEqualTo("host");
      application.log().await(1, "INFO loop exited with code 0.");
      application.awaitPrinted("call failed 4 reason 0\n");
      assertThat(application.stop()).isZero();
    }
  }

  @Test
  void aClassicServiceIsShownWithWhatItHasDoneAndEndsWhenTheApplicationDoes() {
    try (TestApplication application =
        TestApplication.with()
            .guest("classic", "server", TestApplication.module("classic"), "service")
            .launched()) {
      assertThat(application.application().guests())
          .containsExactly(
              new GuestNode(
                  "akka://parigot/user/kernel/classic", "classic", GuestKind.SERVER, "LAUNCHED"));
      assertThat(application.application().services())
          .singleElement()
          .satisfies(
              service -> {
                assertThat(service.debugName()).isEqualTo("classic");
                assertThat(service.methods())
                    .extracting(ServiceView.Method::name)
                    .containsExactly("Greet", "Refuse");
                assertThat(
                        application.application().findService(service.id().print(IdKind.SERVICE)))
                    .contains(service);
              });
      // It waits in its loop for ever, and its generated code knows nothing of being asked to end.
      assertThat(application.stop()).isZero();
    }
  }

  private static byte[] resolved(IdRaw host, IdRaw call, IdRaw method, Message result) {
    return event(
        ResolvedCall.newBuilder()
            .setHostId(host)
            .setCallId(call)
            .setMethodId(method)
            .setResult(Any.pack(result))
            .build(),
        ExitPair.getDefaultInstance());
  }

  private static byte[] event(ResolvedCall resolved, ExitPair exit) {
    return ReadOneResponse.newBuilder()
        .setBundle(MethodBundle.getDefaultInstance())
        .setResolved(resolved)
        .setExit(exit)
        .build()
        .toByteArray();
  }

  private static byte[] bytes(String line, String before) {
    assertThat(line).startsWith(before);
    return HexFormat.of().parseHex(line.substring(before.length()));
  }

  private static IdRaw id(String line, String before) {
    assertThat(line).startsWith(before);
    int colon = line.indexOf(':');
    return IdRaw.newBuilder()
        .setHigh(Long.parseUnsignedLong(line.substring(before.length(), colon), 16))
        .setLow(Long.parseUnsignedLong(line.substring(colon + 1), 16))
        .build();
  }
}
