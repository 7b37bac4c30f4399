package parigot.wasm;

/**
 * What a module may have at most of each thing. They are the limits of browsers' engines, or lower
 * ones where each of a thing costs more here; compilers stay far below them.
 */
final class ModuleLimits {
  static final int TYPES = 20_000;
  static final int IMPORTS = 1_000;
  static final int FUNCTIONS = 200_000;
  static final int TABLES = 16;

  /** The most entries that a module's tables may have at first, and each of them ever. */
  static final int TABLE_ENTRIES = 1_000_000;

  static final int GLOBALS = 100_000;
  static final int EXPORTS = 100_000;
  static final int ELEMENT_SEGMENTS = 100_000;
  static final int ELEMENTS = 1_000_000;
  static final int DATA = 1_000_000;
  static final int TAGS = 1_000;

  /** Parameters, or results, of one type. */
  static final int VALUES = 1_000;

  /** Local variables of one function. */
  static final int LOCALS = 50_000;

  /** Local variables of all functions, which a few bytes can make any number of. */
  static final int LOCALS_OF_ALL = 5_000_000;

  /** Bytes of a function. */
  static final int BODY = 7_654_321;

  /** Blocks within blocks. Go's compiler nests one for each call of a function. */
  static final int DEPTH = 50_000;

  /** Targets of one {@code br_table}. */
  static final int TARGETS = 65_520;

  /** Bytes of a name of an import or export. */
  static final int NAME = 100_000;

  private ModuleLimits() {}

  /** The refusal of references whose memory is the host's and has no limit. */
  static Refused collected() {
    return new Refused(
        "uses garbage-collected references, whose memory cannot be limited: build it for linear"
            + " memory");
  }
}
