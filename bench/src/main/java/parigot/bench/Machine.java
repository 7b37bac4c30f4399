package parigot.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where and with what the benchmarks run. */
record Machine(
    String processor,
    int processors,
    long memoryBytes,
    String system,
    String jdk,
    List<String> flags,
    String commit,
    double load) {

  static Machine here() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        line(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        describedCommit(),
        system.getSystemLoadAverage());
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("processor", processor);
    map.put("processors", processors);
    map.put("memory-bytes", memoryBytes);
    map.put("system", system);
    map.put("jdk", jdk);
    map.put("flags", flags);
    map.put("commit", commit);
    map.put("load-at-the-start", load);
    return map;
  }

  private static long memory() {
    String kibibytes = line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return kibibytes.isEmpty() ? 0 : Long.parseLong(kibibytes) << 10;
  }

  /** The value of a key in one of the files in which Linux describes the machine. */
  private static String line(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String describedCommit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
              .redirectErrorStream(true)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said.strip() : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
