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

  @ParameterizedTest
  @CsvSource({
    "0, 0 µs",
    "0.00000251, 2.5 µs",
    "0.000251, 251 µs",
    "0.00251, 2.5 ms",
    "0.251, 251 ms",
    "1.54, 1.5 s",
    "7200, 2 h",
  })
  void shortTime(double seconds, String shown) {
    assertThat(Shown.shortTime(seconds)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0.25, '0.3'", "9.94, '9.9'", "250.4, 250", "12345.6, '12,346'"})
  void rate(double perSecond, String shown) {
    assertThat(Shown.rate(perSecond)).isEqualTo(shown);
  }
}
