package parigot.maven;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;

/**
 * Puts the classes that protobuf-java makes of a .proto into a package {@code .host} below the one
 * of the guest's own classes, whatever the file says, so that the two never meet.
 */
final class HostPackages {
  private static final String SUFFIX = ".host";

  private HostPackages() {}

  static FileDescriptorSet of(FileDescriptorSet described) {
    FileDescriptorSet.Builder moved = FileDescriptorSet.newBuilder();
    for (FileDescriptorProto file : described.getFileList()) {
      moved.addFile(file.getPackage().startsWith("google.protobuf") ? file : moved(file));
    }
    return moved.build();
  }

  private static FileDescriptorProto moved(FileDescriptorProto file) {
    String guests =
        file.getOptions().hasJavaPackage() ? file.getOptions().getJavaPackage() : file.getPackage();
    FileDescriptorProto.Builder moved = file.toBuilder();
    moved
        .getOptionsBuilder()
        .setJavaMultipleFiles(true)
        .setJavaPackage(guests.endsWith(SUFFIX) ? guests : guests + SUFFIX);
    return moved.build();
  }
}
