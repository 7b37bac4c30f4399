package parigot.maven;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Runs protoc: a program of its own, which reads .proto files and describes them. */
final class Protoc {
  private final Path program;
  private final Path workFolder;

  private Protoc(Path program, Path workFolder) {
    this.program = program;
    this.workFolder = workFolder;
  }

  /**
   * Makes a program out of a file of the local repository, where nothing is executable.
   *
   * @param workFolder where the program is put, and what it writes and reads
   */
  static Protoc of(Path file, Path workFolder) throws IOException {
    Path program = workFolder.resolve(file.getFileName().toString());
    Files.createDirectories(workFolder);
    if (!Files.exists(program) || Files.size(program) != Files.size(file)) {
      Files.copy(file, program, StandardCopyOption.REPLACE_EXISTING);
    }
    if (!program.toFile().setExecutable(true)) {
      throw new IOException(program + " cannot be made executable");
    }
    return new Protoc(program, workFolder);
  }

  /**
   * Describes .proto files and all that they import.
   *
   * @param folders where they are, and where what they import is
   * @param files by their names below one of the folders
   * @throws ProtobufException the files are wrong; protoc's own sentences
   */
  FileDescriptorSet describe(List<Path> folders, List<String> files)
      throws IOException, ProtobufException, InterruptedException {
    Path set = workFolder.resolve("described.binpb");
    List<String> arguments = new ArrayList<>();
    folders.forEach(folder -> arguments.add("--proto_path=" + folder));
    arguments.add("--include_imports");
    arguments.add("--include_source_info");
    arguments.add("--descriptor_set_out=" + set);
    arguments.addAll(files);
    run(arguments);
    return FileDescriptorSet.parseFrom(
        Files.readAllBytes(set), ExtensionRegistry.getEmptyRegistry());
  }

  /** Writes protobuf-java's classes for described files. */
  void javaClasses(FileDescriptorSet described, List<String> files, Path output)
      throws IOException, ProtobufException, InterruptedException {
    Path set = workFolder.resolve("host.binpb");
    Files.write(set, described.toByteArray());
    Files.createDirectories(output);
    List<String> arguments = new ArrayList<>();
    arguments.add("--descriptor_set_in=" + set);
    arguments.add("--java_out=" + output);
    arguments.addAll(files);
    run(arguments);
  }

  private void run(List<String> arguments)
      throws IOException, ProtobufException, InterruptedException {
    // Long command lines have no place on some systems.
    Path file = workFolder.resolve("arguments");
    Files.write(file, arguments);
    Process process =
        new ProcessBuilder(program.toString(), "@" + file).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new ProtobufException(said.strip());
    }
  }
}
