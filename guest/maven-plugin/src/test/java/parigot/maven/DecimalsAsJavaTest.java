package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is compiled into guests is plain Java too: here it runs on the JVM, beside the JVM's own.
 */
class DecimalsAsJavaTest {
  private static final int TRIES = 20_000;

  private final Random random = new Random(5);

  private static void assertReadAsOnTheJvm(String text) {
    assertThat(Double.valueOf(DecimalsAsJava.OfDouble.parseDouble(text)))
        .as(text)
        .isEqualTo(Double.valueOf(text));
    assertThat(Float.valueOf(DecimalsAsJava.OfFloat.parseFloat(text)))
        .as(text)
        .isEqualTo(Float.valueOf(text));
  }

  static Stream<String> texts() {
    return Stream.of(
        "0",
        "-0",
        "+1",
        "00012.500",
        ".5",
        "5.",
        "1e5",
        "1E-5",
        "1e+5",
        "9007199254740993",
        "9007199254740992.99999999999999999999999999999",
        "1e22",
        "1e23",
        "123456789012345e-22",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "4.9e-324",
        "7.4e-324",
        "1e-400",
        "2.2250738585072012e-308",
        "2.2250738585072011e-308",
        "1.7976931348623157e308",
        "1.7976931348623158079e308",
        "1.797693134862315808e308",
        "1e309",
        "1e999999999999",
        "0e999999999999",
        "1e-999999999999",
        "1.17549435e-38",
        "7.0e-46",
        "7.1e-46",
        "3.4028236e38",
        "16777217",
        "16777217.0000001",
        "0x1p3",
        "0x.8p1",
        "0X1.FfP-3f",
        "0x1.fffffffffffff8p1023",
        "0x0.8p-1074",
        "0x0.80000000000000000000000000000000000000001p-1074",
        "-0x1p-1074",
        "0x1.000001p0",
        "0x1.0000010000000000000000000000000000000000000001p0",
        "0x0p5",
        "0x123456789abcdef123456789abcdefp-400",
        " 1 ",
        "\t-1.5d\n",
        "1f",
        "NaN",
        "-NaN",
        "+Infinity",
        "-Infinity",
        "0." + "0".repeat(900) + "1",
        "1" + "0".repeat(900),
        "1" + "0".repeat(900) + "e-900",
        "0." + "0".repeat(900) + "1e901",
        "9007199254740993" + "0".repeat(800) + "1e-801");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void numbersAreReadAsOnTheJvm(String text) {
    assertReadAsOnTheJvm(text);
  }

  static Stream<String> rubbish() {
    return Stream.of(
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        "1e",
        "1e+",
        "1.2.3",
        "1_0",
        "0x",
        "0x1",
        "0xp3",
        "0x.p3",
        "0x1.8",
        "0x1p",
        "1ff",
        "nan",
        "infinity",
        "Inf",
        "--1",
        "1 2",
        "\u0661",
        "1e5x",
        "Infinityf",
        "NaNd",
        "0x1pa",
        "0x1p1.5",
        "d",
        "#1");
  }

  @ParameterizedTest
  @MethodSource("rubbish")
  void whatIsNoNumberIsRefusedInTheJvmsWords(String text) {
    assertThat(message(() -> DecimalsAsJava.OfDouble.parseDouble(text)))
        .isEqualTo(message(() -> Double.parseDouble(text)));
    assertThat(message(() -> DecimalsAsJava.OfFloat.parseFloat(text)))
        .isEqualTo(message(() -> Float.parseFloat(text)));
  }

  private static String message(Runnable read) {
    try {
      read.run();
      return "read";
    } catch (NumberFormatException e) {
      return e.getMessage();
    }
  }

  @Test
  void randomNumbersAreReadAsOnTheJvm() {
    for (int i = 0; i < TRIES; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      assertReadAsOnTheJvm(Double.toString(number));
      assertReadAsOnTheJvm(Float.toString(Float.intBitsToFloat(random.nextInt())));
      assertReadAsOnTheJvm(Double.toHexString(number));
      assertReadAsOnTheJvm(
          random.nextLong() + "." + (random.nextLong() >>> 1) + "e" + (random.nextInt(700) - 350));
    }
  }

  @Test
  void numbersHalfWayBetweenTwoAreReadAsOnTheJvm() {
    for (int i = 0; i < TRIES / 10; i++) {
      double number = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
      if (number < Double.MAX_VALUE) {
        BigDecimal half =
            new BigDecimal(number)
                .add(new BigDecimal(Math.nextUp(number)))
                .divide(BigDecimal.valueOf(2));
        assertReadAsOnTheJvm(half.toString());
        assertReadAsOnTheJvm(half.round(new MathContext(17 + random.nextInt(30))).toString());
        assertReadAsOnTheJvm(half.toPlainString() + (half.scale() > 0 ? "1" : ".1"));
      }
    }
  }

  /** The shortest text that is read as the number again is what Java 19 and later print. */
  @Test
  void numbersHaveTheShortestDecimalsThatAreReadAsThemAgain() {
    for (int bits = 1; bits <= 500; bits++) {
      assertShortest(Double.longBitsToDouble(bits));
      assertShortest(Float.intBitsToFloat(bits));
    }
    for (int exponent = 0; exponent < 2047; exponent++) {
      long power = (long) exponent << 52;
      assertShortest(Double.longBitsToDouble(power | 1));
      assertShortest(Double.longBitsToDouble(power == 0 ? 1 : power));
      assertShortest(Double.longBitsToDouble(power | random.nextLong() >>> 12));
    }
    for (int exponent = 0; exponent < 255; exponent++) {
      assertShortest(Float.intBitsToFloat(exponent == 0 ? 1 : exponent << 23));
      assertShortest(Float.intBitsToFloat(exponent << 23 | 1));
    }
    for (int i = 0; i < TRIES; i++) {
      assertShortest(Double.longBitsToDouble(random.nextLong() >>> (12 + random.nextInt(50)) | 1));
      assertShortest(Float.intBitsToFloat(random.nextInt() >>> (9 + random.nextInt(20)) | 1));
      assertShortest(Double.longBitsToDouble(random.nextLong()));
      assertShortest(Float.intBitsToFloat(random.nextInt()));
      assertShortest(random.nextDouble());
      assertShortest(random.nextInt(100_000_000) / 100.0);
      String digits = random.nextInt(10) + "." + random.nextInt(1000) + "1e";
      assertShortest(Double.parseDouble(digits + (random.nextInt(600) - 300)));
      assertShortest(Float.parseFloat(digits + (random.nextInt(70) - 35)));
    }
    assertShortest(Double.parseDouble("2e23"));
    assertShortest(Double.MAX_VALUE);
    assertShortest(Float.MAX_VALUE);
  }

  private static void assertShortest(double any) {
    double number = Math.abs(any);
    if (number > 0 && number <= Double.MAX_VALUE) {
      BigDecimal told = decimal(ShortestDecimal.of(number));
      assertThat(told.doubleValue()).isEqualTo(number);
      assertPrinted(told, Double.toString(number));
    }
  }

  private static void assertShortest(float any) {
    float number = Math.abs(any);
    if (number > 0 && number <= Float.MAX_VALUE) {
      BigDecimal told = decimal(ShortestDecimal.of(number));
      assertThat(told.floatValue()).isEqualTo(number);
      assertPrinted(told, Float.toString(number));
    }
  }

  private static BigDecimal decimal(ShortestDecimal decimal) {
    return BigDecimal.valueOf(decimal.digits).scaleByPowerOfTen(decimal.exponent);
  }

  private static void assertPrinted(BigDecimal told, String printed) {
    BigDecimal expected = new BigDecimal(printed);
    if (Runtime.version().feature() >= 19) {
      assertThat(told).isEqualByComparingTo(expected);
    } else {
      assertThat(told.stripTrailingZeros().precision())
          .isLessThanOrEqualTo(Math.max(2, expected.stripTrailingZeros().precision()));
    }
  }
}
