package parigot.wasm;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import parigot.v1.host.GuestGlobal;
import parigot.v1.host.GuestState;
import parigot.v1.host.GuestTableState;

/** Takes all that an instance is between two entries, and gives it to a fresh one. */
final class InstanceState {
  /** A reference to nothing. */
  private static final int NULL = -1;

  private final Instance instance;
  private final LinearMemory memory;
  private final Wasi wasi;

  InstanceState(Instance instance, LinearMemory memory, Wasi wasi) {
    this.instance = instance;
    this.memory = memory;
    this.wasi = wasi;
  }

  GuestState take() {
    GuestState.Builder state = GuestState.newBuilder();
    memory.take(state);
    for (int i = 0; i < instance.globalCount(); i++) {
      GlobalInstance global = instance.global(i);
      state.addGlobals(
          GuestGlobal.newBuilder().setLow(global.getValueLow()).setHigh(global.getValueHigh()));
    }
    for (int i = 0; i < instance.tableCount(); i++) {
      TableInstance table = instance.table(i);
      GuestTableState.Builder entries = GuestTableState.newBuilder();
      for (int entry = 0; entry < table.size(); entry++) {
        entries.addEntries(table.ref(entry));
      }
      state.addTables(entries);
    }
    for (int i = 0; i < instance.elementCount(); i++) {
      if (instance.element(i) == null) {
        state.addDroppedElements(i);
      }
    }
    wasi.take(state);
    return state.build();
  }

  /**
   * @throws IllegalArgumentException when it is the state of another module, or has no room here
   */
  void give(GuestState state) {
    if (state.getGlobalsCount() != instance.globalCount()
        || state.getTablesCount() != instance.tableCount()) {
      throw new IllegalArgumentException("the state is of another module");
    }
    memory.give(state);
    for (int i = 0; i < instance.globalCount(); i++) {
      GlobalInstance global = instance.global(i);
      if (global.getMutabilityType() == MutabilityType.Var) {
        global.setValueLow(state.getGlobals(i).getLow());
        global.setValueHigh(state.getGlobals(i).getHigh());
      }
    }
    for (int i = 0; i < instance.tableCount(); i++) {
      TableInstance table = instance.table(i);
      GuestTableState entries = state.getTables(i);
      int more = entries.getEntriesCount() - table.size();
      if (more > 0 && table.grow(more, NULL, instance) < 0) {
        throw new IllegalArgumentException("there is no room for its tables");
      }
      for (int entry = 0; entry < entries.getEntriesCount(); entry++) {
        table.setRef(entry, entries.getEntries(entry), instance);
      }
    }
    state.getDroppedElementsList().forEach(number -> instance.setElement(number, null));
    wasi.give(state);
  }
}
