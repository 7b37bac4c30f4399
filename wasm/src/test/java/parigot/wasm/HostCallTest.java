package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a request leaves a guest's memory, and how the answer gets in. */
@Timeout(120)
class HostCallTest {
  private static final int PAGE = 65_536;
  private static final int REQUEST = 1_024;
  private static final int RESPONSE = 4_096;
  private static final int ERROR = 16;
  private static final int RESULT = 24;

  private static final String IMPORT =
      "(import \"host\" \"call_\" (func $call (param i32 i32 i32 i32) (result i64)))";

  /** An event is the four arguments of a call, whose result is kept at 24. */
  private static final String CALLER =
      """
      (i64.store (i32.const 24)
        (call $call (i32.load (local.get $event)) (i32.load offset=4 (local.get $event))
                    (i32.load offset=8 (local.get $event)) (i32.load offset=12 (local.get $event))))
      """;

  @TempDir Path folder;

  private byte[] request = {};
  private HostFunction.Reply reply = HostFunction.Reply.EMPTY;
  private GuestInstance guest;

  @BeforeEach
  void start() throws Exception {
    guest = start(Guests.reactor(IMPORT, CALLER));
  }

  private GuestInstance start(String text) throws Exception {
    GuestInstance instance =
        Guests.load(folder, text)
            .instantiate(
                Guests.settings(),
                Guests.host(
                    bytes -> {
                      request = bytes;
                      return reply;
                    }));
    assertThat(instance.start()).isEqualTo(new Outcome.Returned());
    return instance;
  }

  private static byte[] arguments(int length, int pointer, int response, int error) {
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .putInt(pointer)
        .putInt(response)
        .putInt(error)
        .array();
  }

  private Outcome call(int length, int pointer, int response, int error) {
    guest.memory().writeInt(ERROR, -1);
    return guest.deliver(arguments(length, pointer, response, error));
  }

  private void assertAnswered(int error, long length, long pointer) {
    assertThat(guest.memory().readInt(ERROR)).as("error number").isEqualTo(error);
    long result =
        ByteBuffer.wrap(guest.memory().read(RESULT, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(result >>> 32).as("length").isEqualTo(length);
    assertThat(result & 0xFFFF_FFFFL).as("pointer").isEqualTo(pointer);
  }

  private void assertRefused(int error) {
    assertAnswered(error, 0, 0);
  }

  @Test
  void theRequestIsCopiedOutAndTheResponseIn() {
    guest.memory().write(REQUEST, "bonjour".getBytes(StandardCharsets.UTF_8));
    reply = HostFunction.Reply.of("world".getBytes(StandardCharsets.UTF_8));
    assertThat(call(7, REQUEST, RESPONSE, ERROR)).isEqualTo(new Outcome.Returned());
    assertThat(request).asString().isEqualTo("bonjour");
    assertAnswered(0, 5, RESPONSE);
    assertThat(guest.memory().read(RESPONSE, 5)).asString().isEqualTo("world");
  }

  @Test
  void noBytesAreTheEmptyMessageWhateverThePointer() {
    for (int pointer : new int[] {0, REQUEST, PAGE, -1}) {
      request = new byte[1];
      call(0, pointer, RESPONSE, ERROR);
      assertThat(request).isEmpty();
      assertAnswered(0, 0, RESPONSE);
    }
  }

  @Test
  void anErrorNumberIsWrittenAndTheResultIsZero() {
    reply = HostFunction.Reply.failed(255);
    call(4, REQUEST, RESPONSE, ERROR);
    assertRefused(255);
  }

  @Test
  void aRequestMayEndWithTheMemoryAndNotPassIt() {
    call(16, PAGE - 16, RESPONSE, ERROR);
    assertAnswered(0, 0, RESPONSE);
    request = new byte[0];
    call(17, PAGE - 16, RESPONSE, ERROR);
    assertRefused(11);
    call(-1, PAGE - 16, RESPONSE, ERROR);
    assertRefused(11);
    call(4, -4, RESPONSE, ERROR);
    assertRefused(11);
    assertThat(request).isEmpty();
  }

  @Test
  void aRequestOverTheMessageLimitIsRefused() throws Exception {
    guest = start(Guests.reactor(IMPORT, CALLER).replace("\"memory\") 1", "\"memory\") 4"));
    call(Guests.MESSAGE_LIMIT, REQUEST, RESPONSE, ERROR);
    assertThat(request).hasSize(Guests.MESSAGE_LIMIT);
    call(Guests.MESSAGE_LIMIT + 1, REQUEST, RESPONSE, ERROR);
    assertRefused(13);
  }

  @Test
  void aResponseOutsideTheMemoryIsRefused() {
    reply = HostFunction.Reply.of(new byte[100]);
    call(0, 0, PAGE - 100, ERROR);
    assertAnswered(0, 100, PAGE - 100);
    call(0, 0, PAGE - 99, ERROR);
    assertRefused(12);
    call(0, 0, -50, ERROR);
    assertRefused(12);
  }

  @Test
  void aResponseOfExactlyTheRoomFitsIntoIt() {
    reply = HostFunction.Reply.of(new byte[4096]);
    call(0, 0, RESPONSE, ERROR);
    assertAnswered(0, 4096, RESPONSE);
  }

  @Test
  void aLargerResponseIsPutIntoABlockThatTheGuestAllocates() {
    byte[] response = new byte[20_000];
    Arrays.fill(response, (byte) 7);
    reply = HostFunction.Reply.of(response);
    call(0, 0, RESPONSE, ERROR);
    // The event took the first 16 bytes of what the guest has to give.
    assertAnswered(0, 20_000, 32_768 + 16);
    assertThat(guest.memory().read(32_768 + 16, 20_000)).isEqualTo(response);
  }

  @Test
  void aLargerResponseIsRefusedByAGuestThatCannotAllocate() throws Exception {
    String loop =
        Guests.program(
            IMPORT,
            """
            (i64.store (i32.const 24)
              (call $call (i32.const 0) (i32.const 0) (i32.const 4096) (i32.const 16)))
            """);
    reply = HostFunction.Reply.of(new byte[4097]);
    guest = start(loop);
    assertRefused(14);
  }

  @Test
  void aResponseOverTheMessageLimitIsRefused() {
    reply = HostFunction.Reply.of(new byte[Guests.MESSAGE_LIMIT + 1]);
    call(0, 0, RESPONSE, ERROR);
    assertRefused(14);
  }

  @Test
  void aBlockThatIsNoneIsUnwritable() throws Exception {
    for (int block : new int[] {0, -1, PAGE - 5_000, PAGE}) {
      // The block for the event itself, of 16 bytes, is a good one.
      String alloc =
          "(if (i32.gt_u (local.get $size) (i32.const 16)) (then (return (i32.const %d))))";
      guest =
          start(
              Guests.reactor(IMPORT, CALLER)
                  .replace("(local $block i32)", "(local $block i32)" + alloc.formatted(block)));
      reply = HostFunction.Reply.of(new byte[5_001]);
      assertThat(call(0, 0, RESPONSE, ERROR)).isEqualTo(new Outcome.Returned());
      assertRefused(12);
    }
  }

  @Test
  void aTrapInTheGuestsAllocatorEndsTheGuest() throws Exception {
    guest =
        start(
            Guests.reactor(IMPORT, CALLER)
                .replace(
                    "(local $block i32)",
                    "(local $block i32)"
                        + "(if (i32.gt_u (local.get $size) (i32.const 16)) (then unreachable))"));
    reply = HostFunction.Reply.of(new byte[5_000]);
    assertThat(call(0, 0, RESPONSE, ERROR)).isInstanceOf(Outcome.Trapped.class);
  }

  @Test
  void anErrorPointerOutsideTheMemoryTrapsBeforeTheCallIsMade() {
    request = new byte[1];
    Outcome outcome = call(0, 0, RESPONSE, PAGE - 3);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped -> assertThat(trapped.reason()).contains("error pointer 65533", "host.call_"));
    assertThat(request).hasSize(1);
  }

  @Test
  void aHostFunctionThatThrowsEndsTheGuestAndNothingElse() throws Exception {
    for (Throwable thrown :
        new Throwable[] {
          new IllegalStateException("no luck"), new StackOverflowError(), new AssertionError("x")
        }) {
      GuestInstance unlucky =
          Guests.load(folder, Guests.reactor(IMPORT, CALLER))
              .instantiate(
                  Guests.settings(),
                  Guests.host(
                      bytes -> {
                        if (thrown instanceof Error error) {
                          throw error;
                        }
                        throw (RuntimeException) thrown;
                      }));
      unlucky.start();
      assertThat(unlucky.deliver(arguments(0, 0, RESPONSE, ERROR)))
          .isInstanceOfSatisfying(
              Outcome.Trapped.class,
              trapped -> {
                assertThat(trapped.reason()).contains("the host's function host.call_ failed");
                assertThat(trapped.cause()).isSameAs(thrown);
              });
    }
  }

  @Test
  void aHostFunctionThatIsInterruptedInterruptsTheGuest() throws Exception {
    GuestInstance ended =
        Guests.load(folder, Guests.reactor(IMPORT, CALLER))
            .instantiate(
                Guests.settings(),
                Guests.host(
                    bytes -> {
                      throw new GuestInterrupted();
                    }));
    ended.start();
    assertThat(ended.deliver(arguments(0, 0, RESPONSE, ERROR)))
        .isEqualTo(new Outcome.Interrupted());
  }

  @Test
  void noCombinationOfArgumentsHarmsTheHost() {
    Random random = new Random(20261124);
    int[] edges = {
      0,
      1,
      3,
      4,
      16,
      4095,
      4096,
      4097,
      PAGE - 4,
      PAGE - 1,
      PAGE,
      PAGE + 1,
      -1,
      -4,
      -4096,
      Integer.MIN_VALUE,
      Integer.MAX_VALUE
    };
    int calls = 0;
    int traps = 0;
    for (int i = 0; i < 200_000; i++) {
      int[] a = new int[4];
      for (int j = 0; j < 4; j++) {
        a[j] =
            switch (random.nextInt(3)) {
              case 0 -> random.nextInt();
              case 1 -> edges[random.nextInt(edges.length)];
              default -> random.nextInt(PAGE + 100);
            };
      }
      int size = random.nextInt(4) == 0 ? random.nextInt(6_000) : random.nextInt(32);
      reply =
          random.nextInt(8) == 0
              ? HostFunction.Reply.failed(99)
              : HostFunction.Reply.of(new byte[size]);
      boolean errorFits = (a[3] & 0xFFFF_FFFFL) <= PAGE - 4;
      boolean requestFits = a[0] == 0 || (a[0] & 0xFFFF_FFFFL) + (a[1] & 0xFFFF_FFFFL) <= PAGE;
      // A guest that has given all its memory away begins again, as one that trapped does.
      Outcome outcome = guest.deliver(arguments(a[0], a[1], a[2], a[3]));
      calls++;
      if (errorFits && outcome instanceof Outcome.Returned) {
        int error = guest.memory().readInt(a[3] & 0xFFFF_FFFFL);
        if (!requestFits && !overlapsResult(a[3])) {
          assertThat(error).isEqualTo(11);
        }
      }
      if (!errorFits) {
        assertThat(outcome).isInstanceOf(Outcome.Trapped.class);
      }
      if (!(outcome instanceof Outcome.Returned)) {
        traps++;
      }
      if (!(outcome instanceof Outcome.Returned) || calls % 500 == 0) {
        guest = restart();
      }
    }
    assertThat(traps).isBetween(1, calls - 1);
  }

  private CompiledModule fuzzed;

  private GuestInstance restart() {
    try {
      if (fuzzed == null) {
        fuzzed = Guests.load(folder, Guests.reactor(IMPORT, CALLER));
      }
      GuestInstance fresh = fuzzed.instantiate(Guests.settings(), Guests.host(bytes -> reply));
      assertThat(fresh.start()).isEqualTo(new Outcome.Returned());
      return fresh;
    } catch (ModuleException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean overlapsResult(int errorPointer) {
    return Math.abs(errorPointer - RESULT) < 12;
  }
}
