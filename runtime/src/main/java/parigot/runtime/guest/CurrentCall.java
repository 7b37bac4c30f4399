package parigot.runtime.guest;

import java.util.function.Consumer;
import parigot.kernel.Id;

/** Which call a guest is working on: written on its own thread, read by the kernel's. */
public final class CurrentCall implements Consumer<Id> {
  private volatile Id call = Id.EMPTY;

  @Override
  public void accept(Id now) {
    call = now;
  }

  public Id get() {
    return call;
  }
}
