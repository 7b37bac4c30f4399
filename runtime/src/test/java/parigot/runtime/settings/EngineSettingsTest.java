package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which guests run as plain Java, and where their classes are found. */
@Timeout(30)
class EngineSettingsTest {
  @TempDir Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void oneModuleWasBuiltFromJavaAndOneWasNot() {
    folder = new ConfigFolder(temporary);
    folder.write("built/java.wasm", "");
    folder.write(
        "built/java.jvm.conf",
        """
        main-class = "shop.CartGuest"
        class-path = [
          "../classes"
          "/repository/guest.jar"
        ]
        """);
    folder.write("built/other.wasm", "");
  }

  private GuestSettings guest(String settings) {
    folder.write("app.conf", "parigot { search-path = [built], " + settings + " }");
    return folder.load("app.conf").guests().get(0);
  }

  private String complaint(String settings) {
    folder.write("app.conf", "parigot { search-path = [built], " + settings + " }");
    return folder.complaintAbout("app.conf");
  }

  @Test
  void aGuestBuiltFromJavaIsDescribedBesideItsModule() {
    assertThat(guest("guests.a { wasm = java.wasm, engine = jvm }").java())
        .contains(
            new JavaClasses(
                "shop.CartGuest",
                List.of(temporary.resolve("classes"), Path.of("/repository/guest.jar"))));
  }

  @Test
  void itRunsAsWebAssemblyUnlessAskedFor() {
    assertThat(guest("guests.a.wasm = java.wasm").java()).isEmpty();
    assertThat(
            guest("guest-defaults.engine = jvm, guests.a { wasm = java.wasm, engine = wasm }")
                .java())
        .isEmpty();
  }

  @Test
  void whenAllAreAskedForOthersStayWebAssembly() {
    GuestSettings other = guest("guest-defaults.engine = jvm, guests.a.wasm = other.wasm");

    assertThat(other.java()).isEmpty();
    assertThat(other.engine()).isEqualTo(GuestSettings.Engine.JVM);
    assertThat(guest("guest-defaults.engine = jvm, guests.a.wasm = java.wasm").java()).isPresent();
  }

  @Test
  void aGuestMaySayItsClassesItself() {
    assertThat(
            guest(
                    "guests.a { wasm = other.wasm, engine = jvm, main-class = a.B, class-path ="
                        + " [classes] }")
                .java())
        .contains(new JavaClasses("a.B", List.of(temporary.resolve("classes"))));
    assertThat(guest("guests.a { wasm = java.wasm, engine = jvm, main-class = a.B }").java())
        .hasValueSatisfying(
            java -> {
              assertThat(java.mainClass()).isEqualTo("a.B");
              assertThat(java.classPath()).hasSize(2);
            });
  }

  @Test
  void aGuestThatHasNoClassesIsRefused() {
    assertThat(complaint("guests.a { wasm = other.wasm, engine = jvm }"))
        .isEqualTo(
            "DIR/app.conf:1: parigot.guests.a.engine is jvm, and there is no"
                + " DIR/built/other.jvm.conf, which the build of a guest in Java writes beside its"
                + " module; build the guest's project again, or set main-class and class-path.");
    folder.write("built/other.jvm.conf", "main-class = a.B");
    assertThat(complaint("guests.a { wasm = other.wasm, engine = jvm }"))
        .isEqualTo(
            "DIR/built/other.jvm.conf:1: class-path is missing; it must be a list of texts.");
    folder.write("built/other.jvm.conf", "main-class = ");
    assertThat(complaint("guests.a { wasm = other.wasm, engine = jvm }"))
        .startsWith("DIR/built/other.jvm.conf:1:");
    assertThat(complaint("guests.a { wasm = java.wasm, engine = jmv }"))
        .isEqualTo("DIR/app.conf:1: parigot.guests.a.engine must be wasm or jvm, and is \"jmv\".");
  }
}
