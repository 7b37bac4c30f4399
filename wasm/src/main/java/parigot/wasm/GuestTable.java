package parigot.wasm;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;

/**
 * A table of one instance's own, whose entries are taken from the instance's {@link Allotment}.
 * Chicory's default shares the limits with the module, and a table that grows in one instance would
 * begin larger in the next.
 */
final class GuestTable extends TableInstance {
  /** A reference and the instance that it belongs to. */
  static final int BYTES_FOR_AN_ENTRY = 8;

  private final Allotment allotment;

  /** Makes a table whose first entries have been taken already. */
  GuestTable(Table stated, int initialValue, Allotment allotment) {
    super(
        new Table(stated.elementType(), limits(stated.limits()), stated.initialize()),
        initialValue);
    this.allotment = allotment;
  }

  private static TableLimits limits(TableLimits stated) {
    return new TableLimits(stated.min(), most(stated));
  }

  /** The most entries that a table with these limits can have. */
  static long most(TableLimits stated) {
    return Math.max(stated.min(), Math.min(stated.max(), ModuleLimits.TABLE_ENTRIES));
  }

  @Override
  public int grow(int more, int value, Instance instance) {
    if (more < 0
        || more > limits().max() - size()
        || !allotment.take((long) more * BYTES_FOR_AN_ENTRY)) {
      return -1;
    }
    return super.grow(more, value, instance);
  }
}
