package parigot.maven;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;

/**
 * Methods of numbers without bounds, compiled into guests in place of TeaVM's. The fields, and the
 * methods without a body, are those of TeaVM's classes.
 */
final class BigNumbersAsJava {
  private static final double DIGITS_OF_BIT = 0.3010299956639812;

  private BigNumbersAsJava() {}

  /** What Java checks first. */
  static final class GuardsOfBigInteger {
    private GuardsOfBigInteger() {}

    static void modPow(BigInteger self, BigInteger exponent, BigInteger modulus) {
      if (modulus.signum() <= 0) {
        throw new ArithmeticException("BigInteger: modulus not positive");
      }
    }
  }

  /** TeaVM's way for even ones fails for some. */
  static final class OfDivision {
    private OfDivision() {}

    static BigInteger evenModPow(BigInteger base, BigInteger exponent, BigInteger modulus) {
      BigInteger power = BigInteger.ONE;
      BigInteger square = base.mod(modulus);
      for (int bit = 0; bit < exponent.bitLength(); bit++) {
        if (exponent.testBit(bit)) {
          power = power.multiply(square).mod(modulus);
        }
        square = square.multiply(square).mod(modulus);
      }
      return power;
    }
  }

  static final class OfBigInteger {
    private OfBigInteger() {}

    private BigInteger self() {
      return (BigInteger) (Object) this;
    }

    @Override
    public int hashCode() {
      byte[] bytes = self().abs().toByteArray();
      int hash = 0;
      int word = 0;
      for (int i = 0; i < bytes.length; i++) {
        word = word << Byte.SIZE | (bytes[i] & 0xFF);
        if ((bytes.length - i) % Integer.BYTES == 1) {
          hash = 31 * hash + word;
          word = 0;
        }
      }
      return hash * self().signum();
    }

    public BigInteger xor(BigInteger other) {
      byte[] one = self().toByteArray();
      byte[] two = other.toByteArray();
      byte[] both = new byte[Math.max(one.length, two.length)];
      for (int i = 1; i <= both.length; i++) {
        both[both.length - i] = (byte) (byteAt(one, i) ^ byteAt(two, i));
      }
      return new BigInteger(both);
    }

    /** Counted from the end, and of as many bytes as there is need of. */
    private static int byteAt(byte[] bytes, int i) {
      return i <= bytes.length ? bytes[bytes.length - i] : bytes[0] < 0 ? -1 : 0;
    }

    public BigInteger flipBit(int bit) {
      if (bit < 0) {
        throw new ArithmeticException("Negative bit address");
      }
      return self().xor(BigInteger.ONE.shiftLeft(bit));
    }

    public BigInteger setBit(int bit) {
      return self().testBit(bit) ? self() : self().flipBit(bit);
    }

    public BigInteger clearBit(int bit) {
      return self().testBit(bit) ? self().flipBit(bit) : self();
    }

    public double doubleValue() {
      int exponent = self().bitLength() - (Long.SIZE - 2);
      return exponent <= 0
          ? (double) self().longValue()
          : Math.scalb((double) highest(exponent), exponent);
    }

    public float floatValue() {
      int exponent = self().bitLength() - (Long.SIZE - 2);
      return exponent <= 0
          ? (float) self().longValue()
          : Math.scalb((float) highest(exponent), exponent);
    }

    /** The highest bits, of which the last one tells whether there are others. */
    private long highest(int dropped) {
      long highest = self().shiftRight(dropped).longValue();
      return self().getLowestSetBit() < dropped ? highest | 1 : highest;
    }

    /** The bytes of a random number. */
    static byte[] random(int bits, Random random) {
      if (bits < 0) {
        throw new IllegalArgumentException("numBits must be non-negative");
      }
      byte[] bytes = new byte[(int) (((long) bits + 7) / Byte.SIZE)];
      if (bytes.length > 0) {
        random.nextBytes(bytes);
        bytes[0] &= (byte) ((1 << (Byte.SIZE - (bytes.length * Byte.SIZE - bits))) - 1);
      }
      return bytes;
    }
  }

  static final class OfBigDecimal {
    private BigInteger intVal;
    private long smallValue;
    private int bitLength;
    private int scale;
    private int precision;

    private OfBigDecimal() {}

    private BigDecimal self() {
      return (BigDecimal) (Object) this;
    }

    @Override
    public int hashCode() {
      return 31 * self().unscaledValue().hashCode() + scale;
    }

    /** What TeaVM keeps of it counts the zeros in front of negative numbers that were read. */
    public int precision() {
      return bitLength < Long.SIZE ? digits(smallValue) : digits(self().unscaledValue());
    }

    int aproxPrecision() {
      return self().precision();
    }

    private static int digits(long number) {
      int digits = 1;
      for (long rest = number / 10; rest != 0; rest /= 10) {
        digits++;
      }
      return digits;
    }

    private static int digits(BigInteger number) {
      BigInteger magnitude = number.abs();
      int digits = (int) ((magnitude.bitLength() - 1) * DIGITS_OF_BIT) + 1;
      return magnitude.compareTo(BigInteger.TEN.pow(digits)) >= 0 ? digits + 1 : digits;
    }

    private void smallRound(MathContext context, int discarded) {
      long size = 1;
      for (int i = 0; i < discarded; i++) {
        size *= 10;
      }
      long whole = smallValue / size;
      long fraction = smallValue % size;
      long newScale = (long) scale - discarded;
      if (fraction != 0) {
        int half = Long.compare(Math.abs(fraction) * 2, size);
        whole +=
            roundingBehavior(
                (int) whole & 1, Long.signum(fraction) * (5 + half), context.getRoundingMode());
        if (digits(whole) > context.getPrecision()) {
          whole /= 10;
          newScale--;
        }
      }
      scale = toIntScale(newScale);
      precision = context.getPrecision();
      smallValue = whole;
      bitLength = Long.SIZE - Long.numberOfLeadingZeros(whole < 0 ? ~whole : whole);
      intVal = null;
    }

    private static native int roundingBehavior(int parity, int fraction, RoundingMode mode);

    private static native int toIntScale(long scale);

    public double doubleValue() {
      return Double.parseDouble(self().toString());
    }

    public float floatValue() {
      return Float.parseFloat(self().toString());
    }

    public BigDecimal movePointLeft(int places) {
      return places == 0 ? self() : moved((long) scale + places);
    }

    public BigDecimal movePointRight(int places) {
      return places == 0 ? self() : moved((long) scale - places);
    }

    private BigDecimal moved(long wanted) {
      int bounded = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, wanted));
      if (bounded != wanted && self().signum() != 0) {
        throw new ArithmeticException(wanted > 0 ? "Underflow" : "Overflow");
      }
      BigDecimal moved = new BigDecimal(self().unscaledValue(), bounded);
      return bounded < 0 ? moved.setScale(0, RoundingMode.UNNECESSARY) : moved;
    }
  }
}
