package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CustomSectionsTest {
  private static final String NAME = "parigot.descriptors";

  @TempDir Path folder;
  private Path module;

  @BeforeEach
  void aModule() {
    module =
        Guests.write(folder.resolve("guest.wasm"), Guests.assemble(Guests.reactor("", "(nop)")));
  }

  private void put(String content) throws ModuleException {
    Guests.write(module, CustomSections.with(module, NAME, ByteString.copyFromUtf8(content)));
  }

  private ByteString inspected() throws ModuleException {
    try (Engine engine = Guests.engine()) {
      return engine.inspect(module).customSection(NAME);
    }
  }

  @Test
  void aModuleWithoutTheSectionHoldsNothing() throws Exception {
    assertThat(CustomSections.in(module, NAME)).isEqualTo(ByteString.EMPTY);
    assertThat(inspected()).isEqualTo(ByteString.EMPTY);
  }

  @Test
  void whatIsPutInIsFoundAndTheModuleRunsAsBefore() throws Exception {
    put("a".repeat(300));

    assertThat(CustomSections.in(module, NAME).toStringUtf8()).isEqualTo("a".repeat(300));
    assertThat(inspected().toStringUtf8()).isEqualTo("a".repeat(300));
    try (Engine engine = Guests.engine()) {
      assertThat(engine.load(module).shape()).isEqualTo(GuestShape.REACTOR);
    }
  }

  @Test
  void whatIsPutInAgainReplacesWhatWasThere() throws Exception {
    put("first");
    put("second");

    assertThat(inspected().toStringUtf8()).isEqualTo("second");
  }

  @Test
  void sectionsOfOneNameAreReadTogether() throws Exception {
    byte[] section = {0, 22, 19};
    byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
    byte[] one = concat(concat(section, name), new byte[] {'x', 'y'});
    byte[] plain = Guests.assemble(Guests.reactor("", "(nop)"));
    Guests.write(module, concat(concat(plain, one), one));

    assertThat(CustomSections.in(module, NAME).toStringUtf8()).isEqualTo("xyxy");
    assertThat(inspected().toStringUtf8()).isEqualTo("xyxy");
  }

  @Test
  void aNameThatIsLongerThanItsSectionMakesTheModuleInvalid() {
    byte[] plain = Guests.assemble(Guests.reactor("", "(nop)"));
    Guests.write(module, concat(plain, new byte[] {0, 2, 100, 'x'}));

    assertThatThrownBy(() -> CustomSections.in(module, NAME))
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith(module + " is not a valid WebAssembly module: a name is longer");
    assertThatThrownBy(this::inspected)
        .isInstanceOf(ModuleException.class)
        .hasMessageStartingWith(module + " is not a valid WebAssembly module: a name is longer");
  }

  @Test
  void aFileThatIsNoModuleIsRefused() {
    Guests.write(module, "#!/bin/sh".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> CustomSections.with(module, NAME, ByteString.EMPTY))
        .isInstanceOf(ModuleException.class)
        .hasMessage(module + " is not a WebAssembly module but looks like a script");
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteString.copyFrom(first).concat(ByteString.copyFrom(second)).toByteArray();
  }
}
