package parigot.kernel;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An endless sequence of ids from one seed: the digests of the seed and a counter. Nobody who sees
 * some of its ids can tell the others, so it is as hard to guess as the source of its seed.
 */
public final class SeededIds implements IdSource {
  private static final int SEED_WORDS = 4;

  /** What a sequence begins with. */
  public record Seed(long first, long second, long third, long fourth) {
    /** One that this source draws. */
    public static Seed from(IdSource source) {
      return new Seed(source.nextLong(), source.nextLong(), source.nextLong(), source.nextLong());
    }
  }

  private final ByteBuffer block = ByteBuffer.allocate((SEED_WORDS + 1) * Long.BYTES);
  private final MessageDigest digest;
  private LongBuffer ready = LongBuffer.allocate(0);
  private long counter;

  /** All ids that follow from this seed. */
  public SeededIds(Seed seed) {
    block.putLong(seed.first()).putLong(seed.second()).putLong(seed.third()).putLong(seed.fourth());
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
    }
  }

  @Override
  public long nextLong() {
    if (!ready.hasRemaining()) {
      block.putLong(SEED_WORDS * Long.BYTES, counter++);
      ready = ByteBuffer.wrap(digest.digest(block.array())).asLongBuffer();
    }
    return ready.get();
  }
}
