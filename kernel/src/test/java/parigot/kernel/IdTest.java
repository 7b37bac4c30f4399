package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdTest {
  private static final Id ID = new Id(0x7300_0123_4567_89abL, 0xfedc_ba98_7654_a1b2L);

  @Test
  void anIdPrintsShortAndLong() {
    assertThat(ID.print(IdKind.SERVICE)).isEqualTo("[svc-a1b2]");
    assertThat(ID.printLong(IdKind.SERVICE)).isEqualTo("svc-000123-456789ab:fedcba98-7654-a1b2");
    assertThat(Id.EMPTY.print(IdKind.HOST)).isEqualTo("[host-empty]");
    assertThat(new Id(-1, -1).print(IdKind.HOST)).isEqualTo("[host-zero]");
  }

  @Test
  void zeroAndEmptyLookAtNeitherTheLetterNorByteSix() {
    assertThat(new Id(0x6812_0000_0000_0000L, 0).isEmpty()).isTrue();
    assertThat(new Id(0x6812_ffff_ffff_ffffL, -1).isZero()).isTrue();
    assertThat(new Id(0x6812_0000_0000_0000L, 1).isEmpty()).isFalse();
    assertThat(new Id(0x6812_ffff_ffff_ffffL, -2).isZero()).isFalse();
  }

  @Test
  void theWellKnownIdsAreNeitherZeroNorEmpty() {
    assertThat(Id.LAUNCH_METHOD).isEqualTo(new Id(0x6dff_ffff_ffff_ffffL, 0xffff_ffff_ffff_fff0L));
    assertThat(Id.EXIT_SERVICE).isEqualTo(new Id(0x73ff_ffff_ffff_ffffL, 0xffff_ffff_ffff_fff1L));
    assertThat(Id.EXIT_METHOD).isEqualTo(new Id(0x6dff_ffff_ffff_ffffL, 0xffff_ffff_ffff_fff2L));
    assertThat(Id.TIMER_METHOD).isEqualTo(new Id(0x6dff_ffff_ffff_ffffL, 0xffff_ffff_ffff_fff3L));
    assertThat(Id.LAUNCH_METHOD.is(IdKind.METHOD)).isTrue();
  }

  @Test
  void aNewIdHasItsLetterAndNothingInByteSix() {
    Id id = Id.random(IdKind.CALL, () -> -3);

    assertThat(id.high() >>> 48).isEqualTo(0x6300);
    assertThat(id.is(IdKind.CALL)).isTrue();
    assertThat(id.is(IdKind.HOST)).isFalse();
  }

  @Test
  void seededIdsFollowTheirSeedAndNeverRepeat() {
    IdSource one = new SeededIds(SeededIds.Seed.from(new SplittableRandom(5)::nextLong));
    IdSource same = new SeededIds(SeededIds.Seed.from(new SplittableRandom(5)::nextLong));
    IdSource other = new SeededIds(SeededIds.Seed.from(new SplittableRandom(6)::nextLong));
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      long next = one.nextLong();
      assertThat(same.nextLong()).isEqualTo(next);
      assertThat(seen.add(next)).isTrue();
      assertThat(seen.add(other.nextLong())).isTrue();
    }
  }
}
