package parigot.runtime.loading;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.DescriptorsException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.wasm.CustomSections;
import parigot.wasm.ModuleException;

/** Has a module that was built without us tell what its services are. */
public final class ModuleEmbedding {
  private ModuleEmbedding() {}

  /**
   * Puts descriptors into a module's file, in the place of those that it has.
   *
   * @param descriptors a file as {@code protoc --descriptor_set_out --include_imports} writes it
   * @return the names of the services that the module carries now
   * @throws StartException when a file cannot be used: a sentence that names it
   */
  public static List<String> embed(Path module, Path descriptors) {
    try {
      ByteString set = ByteString.copyFrom(Files.readAllBytes(descriptors));
      List<String> services =
          ServiceDescriptors.of(set).services().stream().map(DescribedService::fullName).toList();
      if (services.isEmpty()) {
        throw new StartException(descriptors + " describes no service.");
      }
      byte[] changed = CustomSections.with(module, ServiceDescriptors.SECTION, set);
      // Whoever reads the module meanwhile reads a whole one.
      Path made = Files.createTempFile(module.toAbsolutePath().getParent(), "parigot", ".wasm");
      try {
        Files.write(made, changed);
        Files.move(made, module, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(made);
      }
      return services;
    } catch (DescriptorsException e) {
      throw new StartException(descriptors + " " + e.getMessage() + ".", e);
    } catch (ModuleException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartException(reason(e) + ".", e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException missing
        ? missing.getFile() + " does not exist"
        : e.toString();
  }
}
