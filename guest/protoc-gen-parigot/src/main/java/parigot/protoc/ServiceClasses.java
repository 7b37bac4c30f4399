package parigot.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which classes are made of services, so that it can be seen which services a program uses. */
public final class ServiceClasses {
  private ServiceClasses() {}

  /**
   * The interface that is made of each service.
   *
   * @param described files, each behind those that it imports
   * @return the names of the files with the services, by the path of the interface's class, as
   *     {@code shop/v1/Shop.class}
   * @throws IllegalArgumentException when the files do not fit together
   */
  public static Map<String, String> of(FileDescriptorSet described) {
    Map<String, FileDescriptor> files = new HashMap<>();
    Map<String, String> classes = new LinkedHashMap<>();
    for (FileDescriptorProto file : described.getFileList()) {
      FileDescriptor[] imported =
          file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
      FileDescriptor linked;
      try {
        linked = FileDescriptor.buildFrom(file, imported, true);
      } catch (DescriptorValidationException e) {
        throw new IllegalArgumentException(
            file.getName() + " cannot be read: " + e.getMessage(), e);
      }
      files.put(file.getName(), linked);
      for (ServiceDescriptor service : linked.getServices()) {
        String source = JavaNames.of(service).file();
        classes.put(source.replaceFirst("\\.java$", ".class"), file.getName());
      }
    }
    return classes;
  }
}
