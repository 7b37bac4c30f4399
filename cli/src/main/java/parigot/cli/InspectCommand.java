package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import parigot.runtime.StartException;
import parigot.runtime.loading.ModuleInspection;
import parigot.v1.host.ModuleExport;
import parigot.v1.host.ModuleImport;
import parigot.v1.host.ModuleReport;
import parigot.v1.host.ModuleSection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot inspect}. */
@Command(
    name = "inspect",
    header = "Tells what is in a module, and whether it can be a guest.",
    description = {
      "",
      "Nothing of the module is compiled or run. What it could not do as a guest is told with the"
          + " reason.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it can be a guest", "1:it cannot", "193:the file is no WebAssembly module"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  parigot inspect target/guests/shop.wasm",
      "  parigot inspect --json target/guests/shop.wasm"
    })
final class InspectCommand implements Callable<Integer> {
  private static final int CANNOT = 1;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "the module: a .wasm file")
  private Path file;

  @Option(names = "--json", description = "print JSON: the message parigot.v1.ModuleReport")
  private boolean json;

  @Override
  public Integer call() throws InvalidProtocolBufferException {
    ModuleReport report;
    try {
      report = ModuleInspection.of(file);
    } catch (StartException e) {
      Complaint.print(spec.commandLine().getErr(), e.getMessage());
      return ExitCodes.USAGE;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, report);
    } else {
      print(out, report);
    }
    out.flush();
    return report.getKind().isEmpty() ? CANNOT : 0;
  }

  private static void print(PrintWriter out, ModuleReport report) {
    out.printf("%s: %s%n", report.getFile(), kind(report));
    out.printf("  %-10s %,d bytes, %s%n", "size", report.getSize(), report.getDigest());
    out.printf(
        "  %-10s %,d bytes at first, up to %,d%n",
        "memory", report.getInitialMemory(), report.getMaximumMemory());
    out.printf("  %-10s %,d%n", "functions", report.getFunctions());
    if (!report.getPluginsList().isEmpty()) {
      out.printf("  %-10s %s%n", "plugins", String.join(", ", report.getPluginsList()));
    }
    Table sections = new Table("SECTION", "NAME", ">BYTES");
    for (ModuleSection each : report.getSectionsList()) {
      sections.row(each.getKind(), each.getName(), "%,d".formatted(each.getSize()));
    }
    sections.print(out);
    Table imports = new Table("IMPORT", "TYPE", "FROM");
    for (ModuleImport each : report.getImportsList()) {
      imports.row(
          each.getModule() + "." + each.getName(),
          each.getType().isEmpty() ? each.getKind() : each.getType(),
          each.getProvider().isEmpty() ? "nobody" : each.getProvider());
    }
    imports.print(out);
    Table exports = new Table("EXPORT", "TYPE");
    for (ModuleExport each : report.getExportsList()) {
      exports.row(each.getName(), each.getType().isEmpty() ? each.getKind() : each.getType());
    }
    exports.print(out);
    if (report.getServicesList().isEmpty()) {
      out.printf("%nIt does not tell what its services are.%n");
    } else {
      ServiceTexts.print(out, report.getServicesList());
    }
    List<String> problems = report.getProblemsList();
    if (!problems.isEmpty()) {
      out.printf("%nWhat it could not do here:%n");
      problems.forEach(problem -> out.printf("  - %s%n", problem));
    }
  }

  private static String kind(ModuleReport report) {
    return switch (report.getKind()) {
      case "reactor" -> "a reactor, which is entered for each event";
      case "loop" -> "a program that waits for its events, on a thread of its own";
      default -> "no guest";
    };
  }
}
