package parigot.record;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import parigot.runtime.settings.JavaClasses;
import parigot.v1.host.RecordedHostModule;
import parigot.v1.host.RecordedLife;
import parigot.v1.host.RecordedVariable;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;

/** What is settled about a life when it begins. */
record LifeHead(
    String label,
    int start,
    String node,
    String code,
    boolean isWasm,
    GuestShape shape,
    Optional<JavaClasses> classes) {
  static final String WASM = "wasm";
  static final String JVM = "jvm";

  private static final int STACK_KIB = stack();

  /** The message at the head of its file. */
  RecordedLife of(InstanceSettings settings, List<HostModule> modules) {
    RecordedLife.Builder life =
        RecordedLife.newBuilder()
            .setLabel(label)
            .setStart(start)
            .setNode(node)
            .setCode(code)
            .setEngine(isWasm ? WASM : JVM)
            .setReactor(shape == GuestShape.REACTOR)
            .setName(settings.name())
            .addAllArgs(settings.args())
            .setMemoryLimit(settings.memoryLimitBytes())
            .setMessageLimit(settings.messageLimitBytes())
            .setJava(System.getProperty("java.version"))
            .setArchitecture(System.getProperty("os.arch"))
            .setStackKib(STACK_KIB)
            .setBegan(Micros.of(settings.clockAndRandom().now()));
    settings
        .env()
        .forEach(
            (name, value) ->
                life.addEnv(RecordedVariable.newBuilder().setName(name).setValue(value)));
    classes.ifPresent(
        java -> {
          life.setMainClass(java.mainClass());
          java.classPath().forEach(part -> life.addClassPath(part.toString()));
        });
    for (HostModule module : modules) {
      life.addHostModules(
          RecordedHostModule.newBuilder()
              .setName(module.name())
              .addAllFunctions(new TreeSet<>(module.functions().keySet()))
              .setUnreadable(module.errors().unreadable())
              .setUnwritable(module.errors().unwritable())
              .setRequestTooLarge(module.errors().requestTooLarge())
              .setTooLarge(module.errors().tooLarge()));
    }
    return life.build();
  }

  private static int stack() {
    HotSpotDiagnosticMXBean hotSpot =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return hotSpot == null
        ? 0
        : Integer.parseInt(hotSpot.getVMOption("ThreadStackSize").getValue());
  }
}
