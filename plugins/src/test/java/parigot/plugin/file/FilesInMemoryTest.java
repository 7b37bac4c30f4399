package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import file.v1.host.FileErr;
import org.junit.jupiter.api.Test;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

class FilesInMemoryTest extends FileContract {

  @Override
  FileCalls start() throws Exception {
    return started("memory-capacity = %d B".formatted(64 * 1024 + cost(A)));
  }

  private static long cost(String path) throws Exception {
    return FileTable.cost(FilePath.parse(path));
  }

  @Test
  void theirMemoryIsBounded() throws Exception {
    IdRaw id = files.create(A, "").getId();
    ByteString block = ByteString.copyFrom(new byte[2048]);
    for (int i = 0; i < 32; i++) {
      files.write(id, block);
    }
    refused(FileErr.WriteError, () -> files.write(id, "x"));
    refused(FileErr.CreateError, () -> files.create("/parigot/app/b", ""));
    files.close(id);
    assertThat(files.stat(A).getSize()).isEqualTo(65536);
    files.delete(A);
    files.create("/parigot/app/b", "x");
  }

  @Test
  void theyAreGoneWithTheApplication() throws Exception {
    files.close(files.create(A, "x").getId());
    files.close();
    files = start();
    refused(FileErr.NotExistError, () -> files.open(A));
  }

  @Test
  void emptyFilesWithLongPathsAreBoundedToo() throws Exception {
    String folder = "/parigot/app/" + "n".repeat(200) + "/" + "m".repeat(200) + "/";
    int made = 0;
    while (true) {
      try {
        files.close(files.create(folder + made, "").getId());
        made++;
      } catch (ServiceError e) {
        assertThat(e.number()).isEqualTo(FileErr.CreateError_VALUE);
        assertThat(e).hasMessageContaining("memory-capacity");
        break;
      }
    }
    assertThat(made).isBetween(10, (int) ((64 * 1024 + cost(A)) / cost(folder + 1)));
    files.delete(folder + 0);
    files.create(folder + "again", "");
  }
}
