package probe;

import java.io.BufferedReader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/** Texts, numbers, bytes. */
final class TextChecks {
  private TextChecks() {}

  static void run(Checks checks) {
    texts(checks);
    numbers(checks);
    bytes(checks);
  }

  private static void texts(Checks checks) {
    checks.that(
        "a format",
        "tea 007 3.14 ff true",
        () -> String.format("%s %03d %.2f %x %b", "tea", 7, 3.14159, 255, true));
    checks.that("a format with groups", "1,000", () -> String.format(Locale.ENGLISH, "%,d", 1000));
    checks.that("formatted", "x=1", () -> "x=%d".formatted(1));
    checks.that("a builder", "cba1", () -> new StringBuilder("abc").reverse().append(1));
    checks.that("repeating", "abab", () -> "ab".repeat(2));
    checks.that("stripping", "a b", () -> "  a b ".strip());
    checks.that("being blank", "true", () -> " ".isBlank());
    checks.that("upper case", "ÄB", () -> "äb".toUpperCase(Locale.ROOT));
    checks.that("splitting", "[a, b]", () -> List.of("a,b".split(",")));
    checks.that("joining", "a|b", () -> String.join("|", List.of("a", "b")));
    checks.that("replacing", "a-b", () -> "a12b".replaceAll("[0-9]+", "-"));
    checks.that("characters", "97", () -> "a".chars().findFirst().orElseThrow());
    checks.that("comparing", "true", () -> "Tea".equalsIgnoreCase("tEA"));
    checks.that(
        "a regular expression",
        "12",
        () -> {
          Matcher matcher = Pattern.compile("x(\\d+)").matcher("ax12b");
          return matcher.find() ? matcher.group(1) : "nothing";
        });
    checks.that(
        "lines", "[a, b]", () -> new BufferedReader(new StringReader("a\nb")).lines().toList());
  }

  private static void numbers(Checks checks) {
    checks.that("a double's text", "0.1 1.0E10", () -> 0.1 + " " + 1e10);
    checks.that("a big decimal", "0.3", () -> new BigDecimal("0.1").add(new BigDecimal("0.2")));
    checks.that("a big integer", "1267650600228229401496703205376", () -> BigInteger.TWO.pow(100));
    checks.that("a power", "8.0", () -> Math.pow(2, 3));
    checks.that("rounding", "3", () -> Math.round(2.6));
    checks.that("dividing down", "-1 2", () -> Math.floorDiv(-1, 5) + " " + Math.floorMod(-3, 5));
    checks.that("hexadecimal", "ff", () -> Long.toHexString(255));
    checks.that("unsigned", "18446744073709551615", () -> Long.toUnsignedString(-1));
    checks.that("the largest", "9223372036854775807", () -> Long.MAX_VALUE);
    checks.that("bits", "63", () -> Long.numberOfLeadingZeros(1));
    checks.that(
        "parsing", "-12 1.5", () -> Integer.parseInt("-12") + " " + Double.parseDouble("1.5"));
  }

  private static void bytes(Checks checks) {
    byte[] utf8 = "ä€".getBytes(StandardCharsets.UTF_8);
    checks.that(
        "UTF-8", "5 ä€", () -> utf8.length + " " + new String(utf8, StandardCharsets.UTF_8));
    checks.that("base 64", "w6Tigqw=", () -> Base64.getEncoder().encodeToString(utf8));
    checks.that("a buffer", "258", () -> ByteBuffer.wrap(new byte[] {1, 2}).getShort());
    checks.that(
        "a checksum",
        "3610a686",
        () -> {
          CRC32 sum = new CRC32();
          sum.update("hello".getBytes(StandardCharsets.UTF_8));
          return Long.toHexString(sum.getValue());
        });
  }
}
