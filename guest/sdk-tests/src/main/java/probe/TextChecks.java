package probe;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    checks.that("line ends in a format", "a\n%n7%\n", () -> "a%n%%n%d%%%n".formatted(7));
    checks.that("a percentage", "50% of 3", () -> String.format("%d%% of %d", 50, 3));
    checks.that(
        "widths",
        "[    7|7    |00007|+7|a   |   a|ab]",
        () -> "[%5d|%-5d|%05d|%+d|%-4s|%4s|%.2s]".formatted(7, 7, 7, 7, "a", "a", "abc"));
    checks.that(
        "other conversions",
        "c FF 17 TEA 1.500 -1",
        () -> "%c %X %o %S %.3f %d".formatted('c', 255, 15, "tea", 1.5, -1L));
    checks.that("an argument twice", "a b a a", () -> "%s %s %1$s %<s".formatted("a", "b"));
    checks.that("printing", "true 1.5 no\n7\n", TextChecks::printed);
    checks.that("a builder", "cba1", () -> new StringBuilder("abc").reverse().append(1));
    checks.that("a text's lines", "[a, , b]", () -> "a\r\n\nb\n".lines().toList());
    checks.that("a text transformed", "5", () -> "5".transform(Integer::valueOf));
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

  private static String printed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    out.print(true);
    out.print(' ');
    out.print(1.5f);
    out.println(new char[] {' ', 'n', 'o'});
    out.printf("%d%n", 7);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void numbers(Checks checks) {
    checks.that("sums", "6 6", () -> IntStream.of(1, 2, 3).reduce(0, Integer::sum) + " " + longs());
    checks.that("the greater", "3 2.5", () -> Long.max(2, 3) + " " + Double.max(1, 2.5));
    checks.that("the lesser", "2 1.0", () -> Long.min(2, 3) + " " + Double.min(1, 2.5));
    checks.that("a double sum", "3.5", () -> Double.sum(1, 2.5));
    checks.that("a long's hash code", "3", () -> Long.hashCode(1L << 33 | 1));
    checks.that("unsigned", "4294967295", () -> Integer.toUnsignedLong(-1));
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

  private static long longs() {
    return Stream.of(1L, 2L, 3L).reduce(0L, Long::sum);
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
