package parigot.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids that follow from names: the same on each node that knows the seed, and as hard to guess as
 * that. So a guest has the same ids wherever it runs.
 */
public final class NamedIds {
  private final SeededIds.Seed seed;
  private final String guest;
  private final int instance;

  /** Those of one guest. */
  public NamedIds(SeededIds.Seed seed, String guest, int instance) {
    this.seed = seed;
    this.guest = guest;
    this.instance = instance;
  }

  /** The service that registered under this name as the n-th with that name, from 0. */
  public Id service(String debugName, int nth) {
    return id(IdKind.SERVICE, nth, 0, debugName);
  }

  /** The method that was bound to this service under this name. */
  public Id method(Id service, String name) {
    return id(IdKind.METHOD, service.high(), service.low(), name);
  }

  private Id id(IdKind kind, long first, long second, String name) {
    byte[] its = guest.getBytes(StandardCharsets.UTF_8);
    ByteBuffer numbers =
        ByteBuffer.allocate(6 * Long.BYTES + 3 * Integer.BYTES)
            .putLong(seed.first())
            .putLong(seed.second())
            .putLong(seed.third())
            .putLong(seed.fourth())
            .putLong(first)
            .putLong(second)
            .putInt(kind.letter())
            .putInt(instance)
            .putInt(its.length);
    ByteBuffer digest;
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(numbers.array());
      sha.update(its);
      digest = ByteBuffer.wrap(sha.digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
    }
    return Id.random(kind, digest::getLong);
  }
}
