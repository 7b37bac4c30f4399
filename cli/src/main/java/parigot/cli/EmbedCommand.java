package parigot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import parigot.runtime.StartException;
import parigot.runtime.loading.ModuleEmbedding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot embed}. */
@Command(
    name = "embed",
    header = "Has a module tell what its services are.",
    description = {
      "",
      "Puts the descriptors into the module, as its custom section parigot.descriptors, in the"
          + " place of those that it has. The build of guests in Java does it by itself.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExample:%n",
    footer = {
      "  protoc --include_imports --descriptor_set_out=shop.binpb shop/v1/shop.proto",
      "  parigot embed shop.wasm shop.binpb"
    })
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODULE", description = "the .wasm file that is changed")
  private Path module;

  @Parameters(
      index = "1",
      paramLabel = "DESCRIPTORS",
      description = "what protoc --descriptor_set_out has written, with --include_imports")
  private Path descriptors;

  @Override
  public Integer call() {
    try {
      List<String> services = ModuleEmbedding.embed(module, descriptors);
      spec.commandLine()
          .getOut()
          .printf("%s tells of %s now.%n", module, String.join(", ", services));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (StartException e) {
      Complaint.print(spec.commandLine().getErr(), e.getMessage());
      return ExitCodes.USAGE;
    }
  }
}
