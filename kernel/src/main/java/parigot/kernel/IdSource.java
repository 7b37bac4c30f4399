package parigot.kernel;

/**
 * Where new ids come from: a cryptographic generator in production, a seeded one in tests and
 * replays. Never shared between guests.
 */
@FunctionalInterface
public interface IdSource {
  /** The next 64 bits. */
  long nextLong();
}
