package parigot.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import parigot.kernel.Event;
import parigot.kernel.Id;
import parigot.kernel.Label;
import parigot.kernel.Payload;
import parigot.kernel.TraceContext;
import parigot.v1.host.CallContext;
import parigot.v1.host.CallFailure;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.ExitPair;
import syscall.v1.host.KernelErr;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneRequest;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;
import syscall.v1.host.ReturnValueRequest;

/** What the wire reads and writes by hand means the same as with the generated classes. */
class WireTest {

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aDispatchReadsAsWithTheGeneratedClasses(@ForAll("dispatches") byte[] bytes) {
    assertSame(bytes);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aReturnReadsAsWithTheGeneratedClasses(@ForAll("returns") byte[] bytes) {
    assertSame(bytes);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aReadOneReadsAsWithTheGeneratedClasses(@ForAll("reads") byte[] bytes) {
    assertSame(bytes);
  }

  @Property(tries = 100)
  void randomBytesReadAsWithTheGeneratedClasses(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertSame(bytes);
    }
  }

  /** One message after another is their merger, so this is what last-one-wins looks like. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void mergedMessagesReadAsWithTheGeneratedClasses(
      @ForAll("dispatches") byte[] first, @ForAll("returns") byte[] second) {
    assertSame(ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray());
  }

  @Property(tries = 200)
  void damagedMessagesReadAsWithTheGeneratedClasses(
      @ForAll("dispatches") byte[] dispatch, @ForAll("returns") byte[] answer, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 50; i++) {
      for (byte[] bytes : List.of(dispatch, answer)) {
        byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        for (int n = random.nextInt(3); n > 0 && damaged.length > 0; n--) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertSame(damaged);
      }
    }
  }

  /** What a guest says of a client counts for nothing, and must be a message all the same. */
  @Example
  void aClientThatIsNoMessageIsRefusedAsByTheGeneratedClasses() {
    ByteString noMessage = ByteString.copyFrom(new byte[] {-61, -92});
    ByteString context =
        UnknownFieldSet.newBuilder()
            .addField(
                CallContext.CLIENT_FIELD_NUMBER,
                UnknownFieldSet.Field.newBuilder().addLengthDelimited(noMessage).build())
            .build()
            .toByteString();
    byte[] request =
        UnknownFieldSet.newBuilder()
            .addField(
                DispatchRequest.BUNDLE_FIELD_NUMBER,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(
                        UnknownFieldSet.newBuilder()
                            .addField(
                                MethodBundle.CONTEXT_FIELD_NUMBER,
                                UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(context)
                                    .build())
                            .build()
                            .toByteString())
                    .build())
            .build()
            .toByteArray();
    assertThat(parsed(() -> DispatchRequest.parseFrom(request))).isEmpty();
    assertSame(request);
  }

  /** Side by side the two parts would be a message. */
  @Example
  void aFailureInTwoPartsThatAreNoMessagesIsRefusedAsByTheGeneratedClasses() {
    byte[] request =
        UnknownFieldSet.newBuilder()
            .addField(
                ReturnValueRequest.FAILURE_FIELD_NUMBER,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFrom(new byte[] {26, 5, 'a'}))
                    .addLengthDelimited(ByteString.copyFrom(new byte[] {'b', 'c', 'd', 'e'}))
                    .build())
            .build()
            .toByteArray();
    assertThat(parsed(() -> ReturnValueRequest.parseFrom(request))).isEmpty();
    assertSame(request);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aCallIsWrittenAsWithTheGeneratedClasses(
      @ForAll("ids") Id host,
      @ForAll("ids") Id service,
      @ForAll("ids") Id method,
      @ForAll("ids") Id call,
      @ForAll("payloads") Payload param,
      @ForAll @StringLength(max = 200) String caller,
      @ForAll long deadline,
      @ForAll("headers") Map<String, String> headers,
      @ForAll boolean withContext) {
    MethodBundle.Builder bundle =
        MethodBundle.newBuilder()
            .setHostId(host.raw())
            .setServiceId(service.raw())
            .setMethodId(method.raw())
            .setCallId(call.raw());
    Label callerName = new Label("x" + caller);
    if (withContext) {
      bundle.setContext(
          CallContext.newBuilder()
              .setCallerBytes(callerName.inUtf8())
              .setDeadline(deadline == 0 ? 1 : deadline)
              .putAllHeader(headers));
    }
    ReadOneResponse.Builder expected = ReadOneResponse.newBuilder().setBundle(bundle);
    if (param.present()) {
      expected.setParamOrResult(any(param));
    }
    Payload said = param.with(headers);
    ByteString written =
        Wire.call(
            new Event.Call(
                call, host, callerName, 4096, service, method, said, deadline == 0 ? 1 : deadline),
            withContext);
    assertThat(written).isEqualTo(expected.build().toByteString());
    int context =
        withContext ? Wire.contextSize(callerName.inUtf8().size()) + said.headers().size() : 0;
    assertThat(Wire.callSize(host, service, method, call, param, context))
        .isEqualTo(written.size());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aResolvedCallIsWrittenAsWithTheGeneratedClasses(
      @ForAll("ids") Id host,
      @ForAll("ids") Id method,
      @ForAll("ids") Id call,
      @ForAll("payloads") Payload result,
      @ForAll int error,
      @ForAll boolean failed) {
    Optional<CallFailure> failure =
        failed
            ? Optional.of(
                CallFailure.newBuilder().setReason(KernelErr.RunTimeout).addChain("a -> b").build())
            : Optional.empty();
    ResolvedCall.Builder resolved =
        ResolvedCall.newBuilder()
            .setHostId(host.raw())
            .setCallId(call.raw())
            .setMethodId(method.raw())
            .setResultError(error);
    failure.ifPresent(resolved::setFailure);
    if (result.present()) {
      resolved.setResult(any(result));
    }
    ReadOneResponse expected =
        ReadOneResponse.newBuilder()
            .setBundle(MethodBundle.getDefaultInstance())
            .setResolved(resolved)
            .setExit(ExitPair.getDefaultInstance())
            .build();
    Event.Resolved event = new Event.Resolved(call, method, result, error, failure);
    assertThat(Wire.resolved(host, event)).isEqualTo(expected.toByteString());
    assertThat(Wire.resolvedSize(host, event)).isEqualTo(expected.getSerializedSize());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void aDispatchIsAnsweredAsWithTheGeneratedClasses(@ForAll("ids") Id call, @ForAll("ids") Id to) {
    assertThat(Wire.dispatched(call, to))
        .isEqualTo(
            DispatchResponse.newBuilder()
                .setCallId(call.raw())
                .setTargetHostId(to.raw())
                .build()
                .toByteString());
  }

  private static void assertSame(byte[] bytes) {
    Optional<DispatchRequest> dispatch = parsed(() -> DispatchRequest.parseFrom(bytes));
    Optional<Wire.Dispatch> readDispatch = parsed(() -> Wire.dispatch(bytes, false));
    assertThat(readDispatch.map(read -> read.param().headersByName()))
        .isEqualTo(dispatch.map(request -> request.getBundle().getContext().getHeaderMap()));
    assertThat(readDispatch.map(WireTest::withoutHeaders))
        .isEqualTo(
            dispatch.map(
                request ->
                    new Wire.Dispatch(
                        Id.of(request.getBundle().getHostId()),
                        Id.of(request.getBundle().getServiceId()),
                        Id.of(request.getBundle().getMethodId()),
                        Id.of(request.getBundle().getCallId()),
                        payload(request.hasParam(), bytes, 3),
                        Integer.toUnsignedLong(request.getTimeoutInMillis()),
                        request.getTimeoutIsMost())))
        .satisfies(
            read ->
                read.ifPresent(
                    r -> assertThat(any(r.param())).isEqualTo(dispatch.orElseThrow().getParam())));
    Optional<ReturnValueRequest> returned = parsed(() -> ReturnValueRequest.parseFrom(bytes));
    assertThat(parsed(() -> Wire.returned(bytes)))
        .isEqualTo(
            returned.map(
                request ->
                    new Wire.Return(
                        Id.of(request.getBundle().getHostId()),
                        Id.of(request.getBundle().getCallId()),
                        payload(request.hasResult(), bytes, 2),
                        request.getResultError(),
                        request.hasFailure()
                            ? Optional.of(request.getFailure())
                            : Optional.empty())))
        .satisfies(
            read ->
                read.ifPresent(
                    r ->
                        assertThat(any(r.result())).isEqualTo(returned.orElseThrow().getResult())));
    assertThat(parsed(() -> Wire.readOne(bytes)))
        .isEqualTo(
            parsed(() -> ReadOneRequest.parseFrom(bytes))
                .map(
                    request ->
                        new Wire.ReadOne(
                            request.getTimeoutInMillis(), Id.of(request.getHostId()))));
  }

  private static Wire.Dispatch withoutHeaders(Wire.Dispatch read) {
    Payload bare =
        new Payload(
            read.param().any(), read.param().present(), ByteString.EMPTY, TraceContext.NONE);
    return new Wire.Dispatch(
        read.host(),
        read.service(),
        read.method(),
        read.call(),
        bare,
        read.timeoutMillis(),
        read.isMost());
  }

  /** The raw bytes of a payload, found by another way than the one under test. */
  private static Payload payload(boolean present, byte[] message, int field) {
    if (!present) {
      return Payload.ABSENT;
    }
    Optional<UnknownFieldSet> fields = parsed(() -> UnknownFieldSet.parseFrom(message));
    List<ByteString> parts = fields.orElseThrow().getField(field).getLengthDelimitedList();
    return Payload.of(ByteString.copyFrom(parts));
  }

  private static Any any(Payload payload) {
    return parsed(() -> Any.parseFrom(payload.any())).orElseThrow();
  }

  private interface Parsing<T> {
    T parse() throws InvalidProtocolBufferException;
  }

  private static <T> Optional<T> parsed(Parsing<T> parsing) {
    try {
      return Optional.of(parsing.parse());
    } catch (InvalidProtocolBufferException refused) {
      return Optional.empty();
    }
  }

  @Provide
  Arbitrary<Id> ids() {
    Arbitrary<Long> words =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(0L, -1L, 1L, 0x6300_0000_0000_0000L));
    return Combinators.combine(words, words).as(Id::new);
  }

  @Provide
  Arbitrary<Payload> payloads() {
    return Arbitraries.oneOf(
        Arbitraries.just(Payload.ABSENT),
        anys(30).map(WireTest::payload),
        anys(3000).map(WireTest::payload));
  }

  private static Payload payload(Any any) {
    return Payload.of(any.toByteString());
  }

  private static Arbitrary<Any> anys(int longest) {
    Arbitrary<String> types =
        Arbitraries.strings()
            .ofMaxLength(12)
            .filter(s -> s.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    return Combinators.combine(types, bytes(longest), unknown())
        .as(
            (type, value, unknown) ->
                Any.newBuilder()
                    .setTypeUrl(type)
                    .setValue(ByteString.copyFrom(value))
                    .setUnknownFields(unknown)
                    .build());
  }

  private static Arbitrary<byte[]> bytes(int longest) {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(longest);
  }

  private static Arbitrary<UnknownFieldSet> unknown() {
    UnknownFieldSet.Field number =
        UnknownFieldSet.Field.newBuilder().addVarint(-5).addFixed32(7).build();
    UnknownFieldSet inner = UnknownFieldSet.newBuilder().addField(9, number).build();
    return Arbitraries.of(
        UnknownFieldSet.getDefaultInstance(),
        UnknownFieldSet.newBuilder().addField(77, number).build(),
        UnknownFieldSet.newBuilder()
            .addField(
                5000, UnknownFieldSet.Field.newBuilder().addGroup(inner).addFixed64(1).build())
            .build());
  }

  @Provide
  Arbitrary<Map<String, String>> headers() {
    Map<String, String> two = new LinkedHashMap<>();
    two.put("traceparent", "00-1-2-01");
    two.put("", "ä".repeat(100));
    return Arbitraries.of(Map.of(), Map.of("user", "ada"), Map.of("user", ""), two);
  }

  private Arbitrary<CallContext> contexts() {
    return Combinators.combine(headers(), unknown(), Arbitraries.of(0L, -1L))
        .as(
            (headers, unknown, deadline) ->
                CallContext.newBuilder()
                    .setCaller("ä")
                    .setDeadline(deadline)
                    .putAllHeader(headers)
                    .setUnknownFields(unknown)
                    .build());
  }

  private Arbitrary<MethodBundle> bundles() {
    Arbitrary<Optional<IdRaw>> raws = ids().map(Id::raw).optional();
    return Combinators.combine(raws, raws, raws, raws, unknown(), contexts().optional())
        .as(
            (host, service, method, call, unknown, context) -> {
              MethodBundle.Builder bundle = MethodBundle.newBuilder().setUnknownFields(unknown);
              host.ifPresent(bundle::setHostId);
              service.ifPresent(bundle::setServiceId);
              method.ifPresent(bundle::setMethodId);
              call.ifPresent(bundle::setCallId);
              context.ifPresent(bundle::setContext);
              return bundle.build();
            });
  }

  @Provide
  Arbitrary<byte[]> dispatches() {
    return Combinators.combine(
            bundles().optional(), anys(30).optional(), Arbitraries.integers(), unknown())
        .as(
            (bundle, param, timeout, unknown) -> {
              DispatchRequest.Builder request =
                  DispatchRequest.newBuilder().setUnknownFields(unknown);
              bundle.ifPresent(request::setBundle);
              param.ifPresent(request::setParam);
              return request.setTimeoutInMillis(timeout).build();
            })
        .map(MessageLite::toByteArray);
  }

  private static Arbitrary<CallFailure> failures() {
    return Combinators.combine(
            Arbitraries.integers(),
            Arbitraries.strings().ofMaxLength(5),
            Arbitraries.of(true, false),
            unknown())
        .as(
            (reason, text, mayHaveRun, unknown) ->
                CallFailure.newBuilder()
                    .setReasonValue(reason)
                    .setDetail(text)
                    .addChain(text)
                    .setMayHaveRun(mayHaveRun)
                    .setUnknownFields(unknown)
                    .build());
  }

  @Provide
  Arbitrary<byte[]> returns() {
    return Combinators.combine(
            bundles().optional(),
            anys(30).optional(),
            Arbitraries.integers(),
            failures().optional(),
            unknown())
        .as(
            (bundle, result, error, failure, unknown) -> {
              ReturnValueRequest.Builder request =
                  ReturnValueRequest.newBuilder().setResultError(error).setUnknownFields(unknown);
              failure.ifPresent(request::setFailure);
              bundle.ifPresent(request::setBundle);
              result.ifPresent(request::setResult);
              return request.build();
            })
        .map(MessageLite::toByteArray);
  }

  @Provide
  Arbitrary<byte[]> reads() {
    return Combinators.combine(Arbitraries.integers(), ids(), unknown())
        .as(
            (timeout, host, unknown) ->
                ReadOneRequest.newBuilder()
                    .setTimeoutInMillis(timeout)
                    .setHostId(host.raw())
                    .setUnknownFields(unknown)
                    .build())
        .map(MessageLite::toByteArray);
  }
}
