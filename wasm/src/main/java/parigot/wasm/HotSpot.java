package parigot.wasm;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What this Java virtual machine does with methods that are long. */
final class HotSpot {
  private HotSpot() {}

  /** Whether it leaves them to its interpreter; another machine than HotSpot is not known to. */
  static boolean leavesLongMethods() {
    try {
      HotSpotDiagnosticMXBean hotSpot =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return hotSpot != null
          && Boolean.parseBoolean(hotSpot.getVMOption("DontCompileHugeMethods").getValue());
    } catch (IllegalArgumentException otherMachine) {
      return false;
    }
  }
}
