package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import file.v1.host.FileErr;
import org.junit.jupiter.api.Test;
import protosupport.v1.host.IdRaw;

class FilesInMemoryTest extends FileContract {

  @Override
  FileCalls start() throws Exception {
    return started("memory-capacity = 64 KiB");
  }

  @Test
  void theirMemoryIsBounded() throws Exception {
    IdRaw id = files.create(A, "").getId();
    ByteString block = ByteString.copyFrom(new byte[2048]);
    for (int i = 0; i < 32; i++) {
      files.write(id, block);
    }
    refused(FileErr.WriteError, () -> files.write(id, "x"));
    refused(FileErr.CreateError, () -> files.create("/parigot/app/b", "x"));
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
}
