package parigot.guest;

import org.teavm.interop.Export;

/** What a compiled guest exports for its host. An exception that left one of these would end it. */
final class GuestExports {
  private static EventLoop loop;

  private GuestExports() {}

  /** Who works on the events. */
  static void deliverTo(EventLoop eventLoop) {
    loop = eventLoop;
  }

  /** Gives the host a block of memory for an event or a long response. */
  @Export(name = "parigot_alloc_")
  static int allocate(int size) {
    return HostMemory.allocate(size);
  }

  /** Works on the event that stands in the block allocated last. */
  @Export(name = "parigot_deliver_")
  static void deliver(int pointer, int length) {
    byte[] event = HostMemory.takeBlock();
    try {
      if (loop != null) {
        loop.deliver(event);
      }
    } catch (Throwable thrown) {
      loop.log().error("an event could not be worked on", thrown);
    }
  }
}
