package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import protosupport.v1.IdRaw;

@Tag("once")
class IdCommandTest {
  private static final long ZERO_HIGH = 0x0000_ffff_ffff_ffffL;

  @TempDir Path folder;
  private URLClassLoader loader;
  private Class<?> cartId;

  @BeforeEach
  void theClassThatIsPrinted() throws Exception {
    ParigotProcess.Result result = ParigotProcess.run(folder, "id", "Cart", "k", "cart");
    assertThat(result.code()).isZero();
    Path source = Files.writeString(folder.resolve("CartId.java"), result.text());
    String classPath = System.getProperty("java.class.path");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-Xlint:all", "-Werror", "-cp", classPath, source.toString());
    assertThat(compiled).isZero();
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    cartId = loader.loadClass("CartId");
  }

  @AfterEach
  void letGoOfTheClass() throws Exception {
    loader.close();
  }

  private Object of(long high, long low) throws Exception {
    IdRaw raw = IdRaw.newBuilder().setHigh(high).setLow(low).build();
    return cartId.getMethod("of", IdRaw.class).invoke(null, raw);
  }

  private Object is(String method, Object id) throws Exception {
    return cartId.getMethod(method).invoke(id);
  }

  @Test
  void aRandomIdHasTheLetterAndAZeroBelowIt() throws Exception {
    Object id = cartId.getMethod("random", Random.class).invoke(null, new Random(1));
    IdRaw raw = (IdRaw) is("toRaw", id);
    assertThat(raw.getHigh() >>> 48).isEqualTo('k' << 8);
    assertThat(id).isEqualTo(of(raw.getHigh(), raw.getLow()));
  }

  @Test
  void whatComesInIsKeptBitForBit() throws Exception {
    long high = 0x6bab_0102_0304_0506L;
    IdRaw raw = (IdRaw) is("toRaw", of(high, 7));
    assertThat(raw.getHigh()).isEqualTo(high);
    assertThat(raw.getLow()).isEqualTo(7);
  }

  @Test
  void printsShortAndLong() throws Exception {
    Object id = of(0x6b00_1122_3344_5566L, 0x7788_99aa_bbcc_a1b2L);
    assertThat(id).hasToString("[cart-a1b2]");
    assertThat(is("toLongString", id)).isEqualTo("cart-001122-33445566:778899aa-bbcc-a1b2");
  }

  @Test
  void zeroEqualsNothingWhateverItsLetter() throws Exception {
    Object zero = of(ZERO_HIGH, -1);
    assertThat(is("isZero", zero)).isEqualTo(true);
    assertThat(zero.equals(of(ZERO_HIGH, -1))).isFalse();
    assertThat(zero).hasToString("[cart-zero]");
  }

  @Test
  void anIdThatNobodySetIsEmptyWhateverItsLetter() throws Exception {
    Object empty = of(0, 0);
    assertThat(is("isEmpty", empty)).isEqualTo(true);
    assertThat(empty).hasToString("[cart-empty]");
  }

  @Test
  void theIdOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> of(0x7100_1122_3344_5566L, 1))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not the id of a cart: q");
  }

  @ParameterizedTest
  @CsvSource({
    "cart, k, cart, cart is no name of a Java class",
    "Cart, K, cart, K is not one small letter",
    "Cart, kk, cart, kk is not one small letter",
    "Cart, k, my cart, my cart is no short name",
  })
  void whatMakesNoClassIsRefused(String name, String letter, String shortName, String sentence)
      throws Exception {
    ParigotProcess.Result result = ParigotProcess.run(folder, "id", name, letter, shortName);
    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.text()).isEmpty();
    assertThat(result.err()).singleElement().asString().contains(sentence);
  }
}
