package parigot.protos;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The protoc of the build: what it accepts, as it describes it to a plugin. */
final class Protoc {
  private static final Path IMPORTS = Path.of("../../proto/src/main/protobuf");

  private final Path folder;
  private final Path program;

  /**
   * @param folder where files are written
   */
  Protoc(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("protoc")))) {
      Path found = files.filter(file -> file.toString().endsWith(".exe")).findFirst().orElseThrow();
      // It comes out of a repository, where no file is a program.
      program = Files.copy(found, folder.resolve("protoc"), StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Its answer: the files with all that they import, or what it says against them. */
  record Answer(List<FileDescriptorProto> files, String errors) {
    boolean accepts() {
      return errors.isEmpty();
    }
  }

  /** Describes files, which may import each other. */
  Answer describe(List<ProtoFile> protos) throws IOException, InterruptedException {
    Path out = folder.resolve("out.binpb");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--descriptor_set_out=" + out,
                "--include_imports",
                "--include_source_info",
                "-I" + folder,
                "-I" + IMPORTS,
                "-I" + WellKnown.extractedTo(folder)));
    for (ProtoFile proto : protos) {
      Path file = folder.resolve(proto.name());
      Files.createDirectories(file.getParent());
      Files.writeString(file, proto.text());
      command.add(proto.name());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      return new Answer(List.of(), said.isEmpty() ? "it fails" : said);
    }
    return new Answer(FileDescriptorSet.parseFrom(Files.readAllBytes(out)).getFileList(), "");
  }
}
