package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.GuestShape;

/** What a thread dump says of guests. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ThreadNamesTest {
  @TempDir Path folder;

  /** With the virtual threads, where there are some. */
  private String dump() throws Exception {
    if (!VirtualThreads.available()) {
      return Thread.getAllStackTraces().keySet().stream()
          .map(Thread::getName)
          .collect(Collectors.joining("\n"));
    }
    Class<?> beanType = Class.forName("com.sun.management.HotSpotDiagnosticMXBean");
    Class<?> format = Class.forName(beanType.getName() + "$ThreadDumpFormat");
    Object bean =
        ManagementFactory.getPlatformMXBean(beanType.asSubclass(PlatformManagedObject.class));
    Path file = folder.resolve("threads");
    beanType
        .getMethod("dumpThreads", String.class, format)
        .invoke(bean, file.toString(), format.getField("TEXT_PLAIN").get(null));
    return Files.readString(file);
  }

  @Test
  void theThreadOfALoopGuestIsCalledAsTheGuest() throws Exception {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.LOOP, "Echo")
            .set("greeting", "instances = 2")) {
      application.launched();
      assertThat(application.echo("greeting", "Echo", "there")).isEqualTo("there");

      assertThat(dump())
          .containsPattern("parigot-guest-greeting\\.1\\b")
          .containsPattern("parigot-guest-greeting\\.2\\b");
    }
  }
}
