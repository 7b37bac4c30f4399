package parigot.plugin;

import java.util.random.RandomGenerator;
import protosupport.v1.host.IdRaw;

/**
 * An id that a plugin hands out: a capability, good in every guest that was given it. Compared bit
 * for bit, as everything that comes back from guests must be.
 */
public record PluginId(long high, long low) {
  private static final long RANDOM_HIGH = 0x0000_ffff_ffff_ffffL;

  /**
   * A new id, with 112 random bits.
   *
   * @param letter what it identifies, as in {@code f} for a file
   * @param random {@link PluginContext#random}
   */
  public static PluginId random(char letter, RandomGenerator random) {
    return new PluginId(
        ((long) letter << 56) | (random.nextLong() & RANDOM_HIGH), random.nextLong());
  }

  /** The id that a request carries. */
  public static PluginId of(IdRaw raw) {
    return new PluginId(raw.getHigh(), raw.getLow());
  }

  /** The id as a response carries it. */
  public IdRaw raw() {
    return IdRaw.newBuilder().setHigh(high).setLow(low).build();
  }

  /** For the log: the letter and the low 16 bits, since a whole id is as good as a key. */
  @Override
  public String toString() {
    return "[%c-%04x]".formatted((char) (high >>> 56), low & 0xffff);
  }
}
