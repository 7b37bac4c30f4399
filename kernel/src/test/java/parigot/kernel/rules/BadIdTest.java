package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.ServiceView;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.TimerRequest;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.KernelErr;

/** Every id in every request, replaced by what cannot be meant there. */
@Timeout(20)
class BadIdTest {
  private static final long ZERO_BELOW_LETTER = 0x00ff_ffff_ffff_ffffL;

  private final TestApplication application = new TestApplication();
  private final TestGuest guest = application.main("guest");
  private final TestGuest other = application.server("other");
  private final Id service;
  private final Id othersService;
  private final TestGuest.Target target;

  BadIdTest() {
    application.start();
    othersService = other.serve("other.v1.other", "Do");
    other.next();
    service = guest.register("guest");
    target = guest.find("other.v1.other");
  }

  /** Each id of a request, and what the request is refused with when that id is bad. */
  private enum Field {
    REGISTER_HOST(SystemCall.REGISTER, "host_id", IdKind.HOST),
    BIND_HOST(SystemCall.BIND_METHOD, "host_id", IdKind.HOST),
    BIND_SERVICE(SystemCall.BIND_METHOD, "service_id", IdKind.SERVICE),
    EXPORT_HOST(SystemCall.EXPORT, "host_id", IdKind.HOST),
    EXPORT_SERVICE(SystemCall.EXPORT, "service_id", IdKind.SERVICE),
    REQUIRE_SOURCE(SystemCall.REQUIRE, "source", IdKind.SERVICE),
    LAUNCH_SERVICE(SystemCall.LAUNCH, "service_id", IdKind.SERVICE),
    LAUNCH_CALL(SystemCall.LAUNCH, "call_id", IdKind.CALL),
    LAUNCH_HOST(SystemCall.LAUNCH, "host_id", IdKind.HOST),
    LAUNCH_METHOD(SystemCall.LAUNCH, "method_id", IdKind.METHOD),
    DISPATCH_HOST(SystemCall.DISPATCH, "bundle.host_id", IdKind.HOST),
    DISPATCH_SERVICE(SystemCall.DISPATCH, "bundle.service_id", IdKind.SERVICE),
    DISPATCH_METHOD(SystemCall.DISPATCH, "bundle.method_id", IdKind.METHOD, KernelErr.IdDispatch),
    DISPATCH_CALL(SystemCall.DISPATCH, "bundle.call_id", IdKind.CALL),
    RETURN_HOST(SystemCall.RETURN_VALUE, "bundle.host_id", IdKind.HOST),
    RETURN_CALL(SystemCall.RETURN_VALUE, "bundle.call_id", IdKind.CALL),
    READ_HOST(SystemCall.READ_ONE, "host_id", IdKind.HOST),
    EXIT_SERVICE(SystemCall.EXIT, "pair.service_id", IdKind.SERVICE),
    EXIT_CALL(SystemCall.EXIT, "call_id", IdKind.CALL),
    EXIT_HOST(SystemCall.EXIT, "host_id", IdKind.HOST),
    EXIT_METHOD(SystemCall.EXIT, "method_id", IdKind.METHOD),
    TIMER_CALL(SystemCall.TIMER, "call_id", IdKind.CALL);

    final SystemCall call;
    final String path;
    final IdKind kind;
    final KernelErr error;

    Field(SystemCall call, String path, IdKind kind) {
      this(call, path, kind, KernelErr.BadId);
    }

    Field(SystemCall call, String path, IdKind kind, KernelErr error) {
      this.call = call;
      this.path = path;
      this.kind = kind;
      this.error = error;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadIdIsRefusedAndChangesNothing(Field field) {
    Message valid = valid(field.call);
    List<ServiceView> before = application.kernel.services();
    badIds(field, id(valid, field.path))
        .forEach(
            (what, bad) ->
                assertThat(guest.error(field.call, with(valid, field.path, List.of(bad))))
                    .as("%s of %s", what, field)
                    .isEqualTo(field.error));
    assertThat(guest.error(field.call, with(valid, field.path, List.of())))
        .as("absent %s", field)
        .isEqualTo(field.error);

    assertThat(application.kernel.services()).isEqualTo(before);
    assertThat(application.kernel.calls(0)).hasSize(field.call == SystemCall.RETURN_VALUE ? 1 : 0);
    assertThat(guest.error(field.call, valid))
        .as("the same request with the right id")
        .isEqualTo(
            field.call == SystemCall.READ_ONE ? KernelErr.ReadOneTimeout : KernelErr.NoError);
  }

  /** The locate's caller, whose empty and zero ids mean something, has tests of its own. */
  private Message valid(SystemCall call) {
    return switch (call) {
      case REGISTER -> guest.registering("again").build();
      case BIND_METHOD -> guest.binding(service, "Do").build();
      case EXPORT -> guest.exporting(service, "a.v1.a").build();
      case REQUIRE -> guest.requiring(service, "a.v1.a").build();
      case LAUNCH -> guest.launching(service, guest.newCall()).build();
      case LOCATE -> guest.locating("other.v1.other", Id.EMPTY).build();
      case DISPATCH -> guest.dispatching(target, guest.newCall(), "").build();
      case RETURN_VALUE -> guest.returning(aCallToServe()).build();
      case READ_ONE -> guest.reading(0).build();
      case EXIT -> guest.exiting(service, guest.newCall(), 1).build();
      case TIMER -> TimerRequest.newBuilder().setCallId(guest.newCall().raw()).build();
    };
  }

  private Id aCallToServe() {
    Id method = guest.bind(service, "Serve");
    guest.launch(service);
    guest.next();
    other.dispatch(new TestGuest.Target(service, method), "");
    return guest.nextCall();
  }

  private Map<String, Id> badIds(Field field, Id good) {
    long letter = (long) field.kind.letter() << 56;
    Map<String, Id> bad = new LinkedHashMap<>();
    bad.put("empty", Id.EMPTY);
    bad.put("empty with a letter", new Id(letter, 0));
    bad.put("empty but for byte 6", new Id(letter | 0x0012_0000_0000_0000L, 0));
    bad.put("zero", new Id(letter | ZERO_BELOW_LETTER, -1));
    bad.put("zero without a letter", new Id(-1, -1));
    bad.put("zero with another byte 6", new Id(letter | 0x0012_ffff_ffff_ffffL, -1));
    bad.put("another letter", new Id(good.high() ^ 0x0100_0000_0000_0000L, good.low()));
    if (field.kind == IdKind.HOST) {
      bad.put("another's host", other.host);
      bad.put("another byte 6", new Id(good.high() ^ 0x0001_0000_0000_0000L, good.low()));
    }
    if (field.kind == IdKind.SERVICE && field.call != SystemCall.DISPATCH) {
      bad.put("another's service", othersService);
    }
    if (field.kind != IdKind.CALL || field.call == SystemCall.RETURN_VALUE) {
      bad.put("unknown", new Id(letter | 0x1234, 0x5678));
    }
    return bad;
  }

  private static Id id(Message message, String path) {
    Message inner = message;
    List<String> fields = new ArrayList<>(List.of(path.split("\\.")));
    for (String field : fields) {
      inner = (Message) inner.getField(field(inner, field));
    }
    return Id.of((IdRaw) inner);
  }

  private static Message with(Message message, String path, List<Id> value) {
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    FieldDescriptor field = field(message, first);
    Message.Builder builder = message.toBuilder();
    if (dot >= 0) {
      Message inner = (Message) message.getField(field);
      builder.setField(field, with(inner, path.substring(dot + 1), value));
    } else if (value.isEmpty()) {
      builder.clearField(field);
    } else {
      builder.setField(field, value.get(0).raw());
    }
    return builder.build();
  }

  private static FieldDescriptor field(Message message, String name) {
    return message.getDescriptorForType().findFieldByName(name);
  }
}
