package killed;

import file.v1.CloseRequest;
import file.v1.CreateRequest;
import file.v1.DeleteRequest;
import file.v1.File;
import file.v1.WriteRequest;
import parigot.guest.Future;
import parigot.message.Bytes;
import protosupport.v1.IdRaw;

/** Makes files, appends to them, and deletes some. */
final class FileWriter {
  static final int FILES = 5;
  private static final int BLOCKS = 4;

  private final File file;
  private final String run;
  private int number;

  FileWriter(File file, String run) {
    this.file = file;
    this.run = run;
  }

  static String path(int number) {
    return "/parigot/app/some/file" + number;
  }

  static String name(int number) {
    return "file" + number;
  }

  Future<Void> writeForEver() {
    return Future.repeatWhile(() -> writeOne(number++).map(written -> true));
  }

  private Future<Void> writeOne(int count) {
    int which = count % FILES;
    String label = run + "-" + count;
    said(which, label, 1, false);
    return file.create(
            CreateRequest.newBuilder()
                .setPath(path(which))
                .setContent(Content.block(label, 0))
                .build())
        .flatMap(
            created -> {
              said(which, label, 1, true);
              return append(which, created.getId(), label, 1);
            })
        .flatMap(
            id ->
                file.close(CloseRequest.newBuilder().setId(id).build())
                    .flatMap(closed -> count % 3 == 2 ? delete(which) : Future.done()));
  }

  private Future<IdRaw> append(int which, IdRaw id, String label, int block) {
    if (block == BLOCKS) {
      return Future.of(id);
    }
    said(which, label, block + 1, false);
    return file.write(
            WriteRequest.newBuilder()
                .setId(id)
                .setBuf(Bytes.utf8(Content.block(label, block)))
                .build())
        .flatMap(
            written -> {
              said(which, label, block + 1, true);
              return append(which, id, label, block + 1);
            });
  }

  private Future<Void> delete(int which) {
    Spoken.trying(name(which) + " " + Content.NOTHING);
    return file.delete(DeleteRequest.newBuilder().setPath(path(which)).build())
        .map(
            deleted -> {
              Spoken.done(name(which) + " " + Content.NOTHING);
              return null;
            });
  }

  private static void said(int which, String label, int blocks, boolean isDone) {
    String what = name(which) + " " + Content.word(label, blocks);
    if (isDone) {
      Spoken.done(what);
    } else {
      Spoken.trying(what);
    }
  }
}
