package parigot.record;

import java.util.ArrayList;
import java.util.List;
import parigot.v1.host.RecordedHostModule;
import parigot.v1.host.RecordedLife;

/** The functions of a recorded guest's host, by the numbers that stand for them in a recording. */
final class HostFunctionNames {
  private final boolean isReactor;
  private final List<String> modules = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  HostFunctionNames(RecordedLife head) {
    isReactor = head.getReactor();
    for (RecordedHostModule module : head.getHostModulesList()) {
      for (String function : module.getFunctionsList()) {
        modules.add(module.getName());
        names.add(function);
      }
    }
  }

  String module(int function) {
    return isKnown(function) ? modules.get(function) : "unknown";
  }

  String name(int function) {
    return isKnown(function) ? names.get(function) : "function " + function;
  }

  /** Both, as in {@code parigot.dispatch_}. */
  String shown(int function) {
    return module(function) + "." + name(function);
  }

  /** Whether a guest reads its events with it. */
  boolean readsEvents(int function) {
    return !isReactor && shown(function).equals(TurnListener.READ_ONE);
  }

  private boolean isKnown(int function) {
    return function >= 0 && function < names.size();
  }
}
