package parigot.actors;

import akka.serialization.JSerializer;
import java.util.concurrent.atomic.AtomicInteger;
import org.apiguardian.api.API;

/**
 * Takes the place of a serializer that an actor system has no use for: Akka wants one under each
 * name that its artifacts know, and each with another number. Made by Akka.
 */
@API(status = API.Status.INTERNAL)
public final class NoSerializer extends JSerializer {
  private static final AtomicInteger NUMBERS = new AtomicInteger(Integer.MIN_VALUE);

  private final int number = NUMBERS.getAndIncrement();

  @Override
  public int identifier() {
    return number;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object message) {
    throw new UnsupportedOperationException("Nothing is sent from this actor system to others.");
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, Class<?> manifest) {
    throw new UnsupportedOperationException("Nothing comes to this actor system from others.");
  }
}
