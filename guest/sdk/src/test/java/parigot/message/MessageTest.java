package parigot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import parigot.message.wellknown.Any;
import protosupport.v1.IdRaw;
import syscall.v1.LocateResponse;
import syscall.v1.MethodBinding;
import syscall.v1.ResolvedCall;

class MessageTest {
  private static final IdRaw ID = IdRaw.newBuilder().setHigh(-1).setLow(2).build();

  @Test
  void aMessageIsReadBackAsItWasWritten() {
    LocateResponse message =
        LocateResponse.newBuilder()
            .setHostId(ID)
            .addBinding(
                MethodBinding.newBuilder()
                    .setMethodName("Gr\u00fc\u00dfe \ud83d\ude00")
                    .setMethodId(ID)
                    .build())
            .addBinding(MethodBinding.getDefaultInstance())
            .build();

    LocateResponse read = LocateResponse.parseFrom(message.toByteArray());

    assertThat(read).isEqualTo(message).hasSameHashCodeAs(message);
    assertThat(read.getBinding(0).getMethodName()).isEqualTo("Gr\u00fc\u00dfe \ud83d\ude00");
    assertThat(read.hasServiceId()).isFalse();
    assertThat(message.serializedSize()).isEqualTo(message.toByteArray().length);
  }

  @Test
  void theBytesAreThoseOfTheFormat() {
    ResolvedCall message =
        ResolvedCall.newBuilder()
            .setCallId(IdRaw.newBuilder().setHigh(300).build())
            .setResult(Any.newBuilder().setTypeUrl("a").setValue(Bytes.of((byte) 7)).build())
            .setResultError(-1)
            .build();

    assertThat(message.toByteArray())
        .containsExactly(
            0x12, 3, 8, 0xac, 2, 0x22, 6, 0xa, 1, 'a', 0x12, 1, 7, 0x28, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 1);
  }

  @Test
  void fieldsThatTheProtoDoesNotHaveAreKept() {
    byte[] withAField = {8, 1, (byte) 0xf8, 7, 5};

    IdRaw read = IdRaw.parseFrom(withAField);

    assertThat(read.getHigh()).isEqualTo(1);
    assertThat(read.toBuilder().setHigh(2).build().toByteArray()).containsExactly(8, 2, 0xf8, 7, 5);
    assertThat(read).isNotEqualTo(IdRaw.newBuilder().setHigh(1).build());
  }

  @Test
  void aTruncatedMessageIsRefused() {
    byte[] bytes = ResolvedCall.newBuilder().setCallId(ID).build().toByteArray();

    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ResolvedCall.parseFrom(cut))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void aMessageThatHasBeenBuiltDoesNotChangeWithItsBuilder() {
    LocateResponse.Builder builder =
        LocateResponse.newBuilder().addBinding(MethodBinding.getDefaultInstance());
    LocateResponse built = builder.build();

    builder.addBinding(MethodBinding.getDefaultInstance());

    assertThat(built.getBindingCount()).isEqualTo(1);
    assertThat(builder.build().getBindingCount()).isEqualTo(2);
  }

  @Test
  void aMessageIsPrintedForAPerson() {
    ResolvedCall message = ResolvedCall.newBuilder().setCallId(ID).setResultError(3).build();

    assertThat(message)
        .hasToString(
            "syscall.v1.ResolvedCall { call_id { high: 18446744073709551615 low: 2 } result_error: 3 }");
  }
}
