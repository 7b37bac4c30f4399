package parigot.actors;

import java.util.function.Consumer;
import parigot.kernel.Id;

/** Which call a guest is working on: written on its own thread, read by the kernel's. */
final class CurrentCall implements Consumer<Id> {
  private volatile Id call = Id.EMPTY;

  @Override
  public void accept(Id now) {
    call = now;
  }

  Id get() {
    return call;
  }
}
