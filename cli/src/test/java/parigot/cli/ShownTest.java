package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1 KiB",
    "1536, 1.5 KiB",
    "131072, 128 KiB",
    "268435456, 256 MiB",
    "2147483648, 2 GiB",
    "1099511627776, 1 TiB",
    "9999999, 9.5 MiB",
  })
  void bytes(long bytes, String shown) {
    assertThat(Shown.bytes(bytes)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "0.2504, 250 ms",
    "1, 1 s",
    "1.54, 1.5 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "7200, 2 h",
    "172799, 47 h",
    "172800, 2 d",
  })
  void duration(double seconds, String shown) {
    assertThat(Shown.duration(seconds)).isEqualTo(shown);
  }
}
