package parigot.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import parigot.actors.Application;

/**
 * What a guest that does nothing takes of the heap beside its linear memory: the difference between
 * an application with many and one with few, when all garbage is collected.
 */
record IdleMemory(String name, String about) implements Measured {
  private static final int FEW = 100;
  private static final long LINEAR_MEMORY = 64 << 10;

  @Override
  public List<Line> measure(Effort effort) {
    int many = effort.isQuick() ? 1_000 : 10_000;
    List<String> heap = List.of("-Xmx2g");
    double more =
        ChildJvm.number(IdleMemory.class, heap, many)
            - ChildJvm.number(IdleMemory.class, heap, FEW);
    double greeting =
        ChildJvm.number(IdleMemory.class, heap, 2 * FEW, Checkout.greeting())
            - ChildJvm.number(IdleMemory.class, heap, FEW, Checkout.greeting());
    return List.of(
        Line.of("C reactor, beside its 64 KiB", Unit.BYTES, more / (many - FEW) - LINEAR_MEMORY)
            .note("%,d of them ran in a heap of 2 GiB".formatted(many)),
        Line.of("Java SDK guest, its linear memory included", Unit.BYTES, greeting / FEW));
  }

  /** Launches so many guests, of a given module or of ours, and prints the bytes in use. */
  public static void main(String[] args) {
    int guests = Integer.parseInt(args[0]);
    GuestApplication idle =
        new GuestApplication().guest("idle", "calls-reactor.wasm", "echo", "idle");
    if (args.length > 1) {
      idle.set("parigot.guests.idle.wasm = " + GuestApplication.quoted(args[1]));
    }
    try (Application application =
        GuestApplication.launch(
            idle.set("parigot.guests.idle.instances = " + guests)
                .set("parigot.launch-timeout = 100 s")
                .config())) {
      if (application.guests().size() != guests) {
        throw new IllegalStateException("not all guests live");
      }
      long used = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      System.out.println(used);
    }
  }
}
