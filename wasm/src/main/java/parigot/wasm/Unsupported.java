package parigot.wasm;

/** Names the proposals to WebAssembly whose instructions this engine does not run. */
final class Unsupported {
  private static final int MISCELLANEOUS = 0xfc;
  private static final int VECTOR = 0xfd;
  private static final int COLLECTED = 0xfb;
  private static final int REF_I31 = 0x1c;

  private Unsupported() {}

  /**
   * Refuses an instruction without a prefix that is of such a proposal.
   *
   * @param opcode its number
   * @param place where it is, as {@link #place} says it
   */
  static void require(int opcode, String place) throws Refused {
    switch (opcode) {
      case 0x06, 0x07, 0x09, 0x18, 0x19 ->
          throw refused("legacy-exceptions", place, "build it with the newer ones, or without");
      case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 ->
          throw refused("stack-switching", place, "build it without");
      default -> {
        // Perhaps of no proposal at all, as the parser says.
      }
    }
  }

  /** Whether an instruction with a prefix is of such a proposal. */
  static boolean is(int prefix, int opcode) {
    return switch (prefix) {
      case VECTOR -> true;
      case COLLECTED -> opcode == REF_I31;
      case MISCELLANEOUS -> opcode >= 0x12 && opcode <= 0x16;
      default -> false;
    };
  }

  /** The refusal of an instruction with a prefix that is. */
  static Refused refused(int prefix, int opcode, String place) {
    return switch (prefix) {
      case VECTOR ->
          refused(opcode < 0x100 ? "SIMD" : "relaxed-SIMD", place, "build it without SIMD");
      case COLLECTED -> ModuleLimits.collected();
      default ->
          refused(opcode == 0x12 ? "memory-control" : "wide-arithmetic", place, "build it without");
    };
  }

  static Refused refused(String proposal, String place, String instead) {
    return new Refused(
        "uses the proposal %s (%s), which this engine does not run: %s"
            .formatted(proposal, place, instead));
  }

  /** Where an instruction is: in a function, by its number, or in none, by -1. */
  static String place(int function, int at) {
    return function < 0
        ? "at offset %d".formatted(at)
        : "in its function number %d, at offset %d".formatted(function, at);
  }
}
