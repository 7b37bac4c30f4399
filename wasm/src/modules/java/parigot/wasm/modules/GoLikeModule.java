package parigot.wasm.modules;

import java.util.Random;

/**
 * Writes modules of the kind that Go's compiler makes: thousands of functions with loops and calls,
 * a data section cut into a great many small segments, debugging sections that nobody needs.
 */
public final class GoLikeModule {
  private final int functions;
  private final int segments;
  private final Random random = new Random(1);

  /**
   * Describes a module.
   *
   * @param functions how many functions it has beside the one that calls the last of them
   * @param segments in how many pieces its data are
   */
  public GoLikeModule(int functions, int segments) {
    this.functions = functions;
    this.segments = segments;
  }

  /** Writes the module; each time the next in a series of random ones. */
  public byte[] toBytes() {
    ModuleWriter module =
        ModuleWriter.module()
            // () -> (), (i32) -> i32
            .section(ModuleWriter.TYPE, new byte[] {2, 0x60, 0, 0, 0x60, 1, 0x7f, 1, 0x7f});
    ModuleWriter types = ModuleWriter.part().unsigned(functions + 1L).bytes(0);
    ModuleWriter code = ModuleWriter.part().unsigned(functions + 1L).sized(start());
    for (int i = 0; i < functions; i++) {
      types.bytes(1);
      code.sized(function(i));
    }
    module
        .section(ModuleWriter.FUNCTION, types.toBytes())
        .section(ModuleWriter.MEMORY, ModuleWriter.part().bytes(1, 0).unsigned(328).toBytes())
        .programExports()
        .section(ModuleWriter.CODE, code.toBytes())
        .section(ModuleWriter.DATA, data())
        .section(0, ModuleWriter.part().text(".debug_info").bytes(new byte[500_000]).toBytes());
    return module.toBytes();
  }

  /** Calls the last function with 1, and keeps what it gives at 0. */
  private byte[] start() {
    return ModuleWriter.part()
        .bytes(0)
        .bytes(0x41, 0)
        .bytes(0x41, 1)
        .bytes(0x10)
        .unsigned(functions)
        .bytes(0x36, 2, 0)
        .bytes(0x0b)
        .toBytes();
  }

  /** Loops ten times over some arithmetic, then calls the function before it. */
  private byte[] function(int index) {
    ModuleWriter body = ModuleWriter.part().bytes(1, 1, 0x7f).bytes(0x03, 0x40);
    for (int i = 0; i < 90; i++) {
      body.bytes(0x20, 0).bytes(0x41).signed(random.nextInt(100_000) | 1);
      body.bytes(i % 3 == 0 ? 0x6c : 0x6a, 0x21, 0);
      if (i % 9 == 0) {
        body.bytes(0x20, 0).bytes(0x41).signed(0xfff8).bytes(0x71, 0x28, 2).unsigned(65_536);
        body.bytes(0x20, 0, 0x73, 0x21, 0);
      }
    }
    // local 1 counts the rounds
    body.bytes(0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x41, 10, 0x48, 0x0d, 0, 0x0b);
    body.bytes(0x20, 0);
    if (index > 0 && index % 50 != 0) {
      body.bytes(0x10).unsigned(index);
    }
    return body.bytes(0x0b).toBytes();
  }

  private byte[] data() {
    ModuleWriter data = ModuleWriter.part().unsigned(segments);
    long address = 65_536;
    for (int i = 0; i < segments; i++) {
      byte[] bytes = new byte[8 + random.nextInt(24)];
      random.nextBytes(bytes);
      data.bytes(0, 0x41).signed(address).bytes(0x0b).sized(bytes);
      address += bytes.length + 1 + random.nextInt(16);
    }
    return data.toBytes();
  }
}
