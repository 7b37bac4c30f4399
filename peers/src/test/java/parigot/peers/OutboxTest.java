package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static ByteString bytes(int count) {
    return ByteString.copyFrom(new byte[count]);
  }

  @Test
  void whoAddsIsAskedToTellOnlyWhenNobodyKnows() {
    Outbox outbox = new Outbox(10_000);
    assertThat(outbox.add(bytes(10), 1, 0)).isEqualTo(Outbox.Added.YES_TELL);
    assertThat(outbox.add(bytes(10), 2, 0)).isEqualTo(Outbox.Added.YES);
    assertThat(outbox.take(1000)).hasSize(2);
    assertThat(outbox.add(bytes(10), 3, 0)).isEqualTo(Outbox.Added.YES);
    assertThat(outbox.take(1000)).hasSize(1);
    assertThat(outbox.take(1000)).isEmpty();
    assertThat(outbox.add(bytes(10), 4, 0)).isEqualTo(Outbox.Added.YES_TELL);
  }

  @Test
  void emptyFramesFillItToo() {
    Outbox outbox = new Outbox(10 * Outbox.BESIDE_THE_FRAME);
    for (int tag = 0; tag < 10; tag++) {
      assertThat(outbox.add(ByteString.EMPTY, tag, 0)).isNotEqualTo(Outbox.Added.NO);
    }
    assertThat(outbox.add(ByteString.EMPTY, 10, 0)).isEqualTo(Outbox.Added.NO);
    outbox.take(1);
    assertThat(outbox.add(ByteString.EMPTY, 10, 0)).isNotEqualTo(Outbox.Added.NO);
  }

  @Test
  void aLongFrameIsTakenInPartsAndIsUnwrittenUntilItsLast() {
    Outbox outbox = new Outbox(10_000);
    outbox.add(bytes(2500), 7, 5);
    outbox.add(bytes(1), 8, 6);
    assertThat(outbox.take(1000))
        .singleElement()
        .satisfies(part -> assertThat(part.more()).isTrue())
        .satisfies(part -> assertThat(part.data().size()).isEqualTo(1000));
    outbox.take(1000);
    assertThat(outbox.end()).isEqualTo(List.of(7L, 8L));
    assertThat(outbox.take(1000)).isEmpty();
    assertThat(outbox.add(bytes(1), 9, 7)).isEqualTo(Outbox.Added.NO);
    assertThat(outbox.weight()).isZero();
  }
}
