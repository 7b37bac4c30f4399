package parigot.runtime.loading;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.DescriptorsException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.settings.GuestSettings;
import parigot.wasm.CustomSections;
import parigot.wasm.InspectedModule;
import parigot.wasm.ModuleException;

/**
 * Finds what describes the services of a guest: the file that its settings name, else its module.
 */
final class GuestDescriptors {
  private static final Logger LOG = LoggerFactory.getLogger(GuestDescriptors.class);

  private GuestDescriptors() {}

  /** Those of a guest that runs as WebAssembly. */
  static ServiceDescriptors of(GuestSettings guest, InspectedModule module) {
    return guest.descriptors().isPresent()
        ? named(guest.descriptors().get())
        : read(guest.wasm(), module.customSection(ServiceDescriptors.SECTION));
  }

  /**
   * Those of a guest whose module is not run here: it runs as plain Java, and its module may be of
   * an older build, or none; or it runs on another node.
   */
  static ServiceDescriptors of(GuestSettings guest) {
    if (guest.descriptors().isPresent()) {
      return named(guest.descriptors().get());
    }
    try {
      return read(guest.wasm(), CustomSections.in(guest.wasm(), ServiceDescriptors.SECTION));
    } catch (ModuleException e) {
      LOG.debug("No services are described: {}", e.getMessage());
      return ServiceDescriptors.NONE;
    }
  }

  private static ServiceDescriptors named(Path file) {
    try {
      return ServiceDescriptors.of(ByteString.copyFrom(Files.readAllBytes(file)));
    } catch (DescriptorsException e) {
      throw new StartException(file + " " + e.getMessage() + ".", e);
    } catch (IOException e) {
      throw new StartException(file + " cannot be read: " + e, e);
    }
  }

  /** A module runs as well without them. */
  private static ServiceDescriptors read(Path module, ByteString section) {
    if (section.isEmpty()) {
      return ServiceDescriptors.NONE;
    }
    try {
      return ServiceDescriptors.of(section);
    } catch (DescriptorsException e) {
      LOG.warn("{}: its section {} {}", module, ServiceDescriptors.SECTION, e.getMessage());
      return ServiceDescriptors.NONE;
    }
  }
}
