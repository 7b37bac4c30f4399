package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wabt.Wat2Wasm;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.util.JsonFormat;
import file.v1.host.FileOuterClass;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.ModuleReport;
import parigot.v1.host.ModuleSection;
import parigot.v1.host.ServiceReport;
import picocli.CommandLine;

/** {@code parigot inspect} and {@code parigot embed}. */
@Timeout(60)
class InspectCommandTest {
  private static final String PROGRAM =
      "(memory (export \"memory\") 2 5) (func (export \"_start\"))";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;
  private Path module;

  @BeforeEach
  void aCopyOfTheScriptedGuest() throws IOException {
    module = Files.copy(GuestFolder.GUESTS.resolve("reactor.wasm"), folder.resolve("reactor.wasm"));
  }

  private int execute(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  private ModuleReport json(int code, Path file) throws Exception {
    assertThat(execute("inspect", "--json", file.toString())).isEqualTo(code);
    ModuleReport.Builder report = ModuleReport.newBuilder();
    JsonFormat.parser().merge(out.toString(), report);
    return report.build();
  }

  private Path assembled(String text) throws IOException {
    return Files.write(folder.resolve("some.wasm"), Wat2Wasm.parse("(module " + text + ")"));
  }

  private Path descriptors() throws IOException {
    return Files.write(
        folder.resolve("file.binpb"),
        FileDescriptorSet.newBuilder()
            .addFile(FileOuterClass.getDescriptor().toProto())
            .build()
            .toByteArray());
  }

  @Test
  void aGuestsModuleIsTold() throws Exception {
    ModuleReport report = json(0, module);

    assertThat(report.getKind()).isEqualTo("reactor");
    assertThat(report.getSize()).isEqualTo((int) Files.size(module));
    assertThat(report.getDigest()).matches("[0-9a-f]{64}");
    assertThat(report.getInitialMemory()).isPositive();
    assertThat(report.getImportsList())
        .anySatisfy(
            each -> {
              assertThat(each.getName()).isEqualTo("launch_");
              assertThat(each.getType()).isEqualTo("(i32, i32, i32, i32) -> (i64)");
              assertThat(each.getProvider()).isEqualTo("the kernel");
            });
    assertThat(report.getExportsList())
        .anySatisfy(each -> assertThat(each.getName()).isEqualTo("parigot_deliver_"));
    assertThat(report.getSectionsList())
        .extracting(ModuleSection::getKind)
        .contains("type", "import", "code");
    assertThat(report.getServicesList()).isEmpty();
  }

  @Test
  void theSameStandsInATable() {
    assertThat(execute("inspect", module.toString())).isZero();
    assertThat(out.toString())
        .startsWith(module + ": a reactor, which is entered for each event")
        .containsPattern(
            "(?m)^parigot\\.launch_ +\\(i32, i32, i32, i32\\) -> \\(i64\\) +the kernel$")
        .contains("It does not tell what its services are.");
  }

  @Test
  void theSectionsAreAsLargeAsTheModule() throws Exception {
    ModuleReport report = json(0, module);

    int sum = report.getSectionsList().stream().mapToInt(ModuleSection::getSize).sum();
    // Each has a head of two to six bytes, and the module one of eight.
    assertThat(report.getSize() - sum).isBetween(8, 8 + 6 * report.getSectionsCount());
  }

  @Test
  void whatNobodyProvidesIsAProblem() throws Exception {
    ModuleReport report =
        json(0, assembled("(import \"acme\" \"fly\" (func (param i32)))" + PROGRAM));

    assertThat(report.getImports(0).getProvider()).isEmpty();
    assertThat(report.getProblemsList())
        .containsExactly("it starts only with a plugin that provides acme.fly");
  }

  @Test
  void aPluginThatIsNotGrantedByDefaultIsNamed() throws Exception {
    ModuleReport report =
        json(
            0,
            assembled(
                "(import \"file\" \"open_\" (func (param i32 i32 i32 i32) (result i64)))"
                    + PROGRAM));

    assertThat(report.getPluginsList()).containsExactly("file");
    assertThat(report.getProblemsList())
        .containsExactly(
            "it calls the plugin file only if the guest is granted it: plugins = [file]");
  }

  @Test
  void aFunctionOfWasiThatWantsFilesIsTold() throws Exception {
    String type = "(func (param i32 i32 i32) (result i32))";
    ModuleReport report =
        json(
            0,
            assembled(
                "(import \"wasi_snapshot_preview1\" \"path_unlink_file\" " + type + ")" + PROGRAM));

    assertThat(report.getProblemsList())
        .containsExactly(
            "wasi_snapshot_preview1.path_unlink_file answers an error: no file can be opened: files"
                + " are the plugin file's");
  }

  @Test
  void aModuleThatIsNoGuestIsToldWithTheReason() throws Exception {
    Path some = assembled("(memory (export \"memory\") 1)");
    ModuleReport report = json(1, some);

    assertThat(report.getKind()).isEmpty();
    assertThat(report.getProblemsList())
        .containsExactly(
            "it cannot start: %s is no guest: it exports neither _start (a program) nor parigot_deliver_ and parigot_alloc_ (a reactor)"
                .formatted(some));
    assertThat(report.getMaximumMemory()).isGreaterThanOrEqualTo(65536);
  }

  @Test
  void aFunctionThatIsNotValidMakesItNoGuest() throws Exception {
    byte[] bytes = Wat2Wasm.parse("(module " + PROGRAM + "(func (result i32) (i32.const 7)))");
    // The constant becomes a nop, so that the function gives nothing.
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] == 0x41 && bytes[i + 1] == 7) {
        bytes[i] = 1;
        bytes[i + 1] = 1;
      }
    }
    ModuleReport report = json(1, Files.write(folder.resolve("some.wasm"), bytes));

    assertThat(report.getProblemsList())
        .singleElement()
        .asString()
        .startsWith("it cannot start: " + folder.resolve("some.wasm") + " is not a valid");
  }

  @Test
  void aFileThatIsNoModule() throws Exception {
    Path text = Files.writeString(folder.resolve("some.wasm"), "hello\n");

    assertThat(execute("inspect", text.toString())).isEqualTo(193);
    assertThat(err)
        .hasToString(
            "parigot: " + text + " is not a WebAssembly module but looks like a text file.\n");
    assertThat(execute("inspect", folder.resolve("none").toString())).isEqualTo(193);
    assertThat(err).hasToString("parigot: " + folder.resolve("none") + " does not exist.\n");
  }

  @Test
  void aModuleThatIsCutOff() throws Exception {
    byte[] whole = Files.readAllBytes(module);
    Path cut = Files.write(folder.resolve("cut.wasm"), Arrays.copyOf(whole, 1000));

    assertThat(execute("inspect", cut.toString())).isEqualTo(193);
    assertThat(err.toString()).startsWith("parigot: " + cut + " is not a valid WebAssembly module");
  }

  @Test
  void whatIsEmbeddedIsTold() throws Exception {
    assertThat(execute("embed", module.toString(), descriptors().toString())).isZero();
    assertThat(out).hasToString(module + " tells of file.v1.File now.\n");

    ServiceReport file = json(0, module).getServices(0);
    assertThat(file.getName()).isEqualTo("file.v1.file");
    assertThat(file.getMethodsList())
        .anySatisfy(
            method -> {
              assertThat(method.getName()).isEqualTo("Open");
              assertThat(method.getRequest()).isEqualTo("file.v1.OpenRequest");
            });
    assertThat(file.getTypesList())
        .anySatisfy(
            type -> {
              assertThat(type.getFullName()).isEqualTo("file.v1.OpenRequest");
              assertThat(type.getFields(0).getName()).isEqualTo("path");
              assertThat(type.getFields(0).getType()).isEqualTo("string");
            });
    assertThat(file.getErrorsList())
        .anySatisfy(e -> assertThat(e.getName()).isEqualTo("DispatchError"));
    execute("inspect", module.toString());
    assertThat(out.toString())
        .contains("service file.v1.File\n", "\n  Open(OpenRequest) returns (OpenResponse)\n");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void whatCannotBeEmbeddedLeavesTheModuleAsItWas() throws Exception {
    byte[] before = Files.readAllBytes(module);
    Path text = Files.writeString(folder.resolve("file.proto"), "syntax = \"proto3\";");

    assertThat(execute("embed", module.toString(), text.toString())).isEqualTo(193);
    assertThat(err).hasToString("parigot: " + text + " holds no FileDescriptorSet.\n");
    Path none = folder.resolve("none.binpb");
    assertThat(execute("embed", module.toString(), none.toString())).isEqualTo(193);
    assertThat(err).hasToString("parigot: " + none + " does not exist.\n");
    Path empty = Files.write(folder.resolve("empty.binpb"), new byte[0]);
    assertThat(execute("embed", module.toString(), empty.toString())).isEqualTo(193);
    assertThat(err).hasToString("parigot: " + empty + " describes no service.\n");
    assertThat(Files.readAllBytes(module)).isEqualTo(before);
  }
}
