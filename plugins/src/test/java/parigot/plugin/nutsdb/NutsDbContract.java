package parigot.plugin.nutsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.plugin.nutsdb.Databases.errorOf;
import static parigot.plugin.nutsdb.Databases.pair;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.OpenRequest;
import nutsdb.v1.host.OpenResponse;
import nutsdb.v1.host.Pair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.plugin.PluginMethod;
import protosupport.v1.host.IdRaw;

/** What holds wherever the databases are. */
@Timeout(120)
abstract class NutsDbContract {
  Databases databases;

  /** Starts the plugin where what was there before is found again, if it can be. */
  abstract Databases start() throws Exception;

  /** Starts it elsewhere, with these settings on top. */
  abstract Databases started(String settings) throws Exception;

  @BeforeEach
  void open() throws Exception {
    databases = start();
  }

  @AfterEach
  void close() {
    databases.close();
  }

  static void refused(NutsDBErr error, Databases.Attempt attempt) {
    assertThat(errorOf(attempt)).contains(error);
  }

  @Test
  void theNamesAreTheContracts() {
    assertThat(databases.service().module()).isEqualTo("nutsdb");
    assertThat(databases.service().packagePath()).isEqualTo("nutsdb.v1");
    assertThat(databases.service().name()).isEqualTo("NutsDB");
    assertThat(databases.service().methods())
        .extracting(PluginMethod::importName)
        .containsExactly("open_", "close_", "read_pair_", "write_pair_", "delete_pair_");
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    IdRaw id = databases.open("shop");
    assertThat(id.getHigh() >>> 56).isEqualTo('n');
    Pair written = pair("/a/b", "key", "value");
    assertThat(databases.write(id, written).getPair()).isEqualTo(written);
    assertThat(databases.write(id, written).getNutsdbId()).isEqualTo(id);
    assertThat(databases.read(id, pair("/a/b", "key", "if there is none"))).isEqualTo(written);
    databases.write(id, "/a/b", "key", "another");
    assertThat(databases.read(id, "/a/b", "key")).isEqualTo("another");
  }

  @Test
  void anyBytesAreAKeyAndAValue() throws Exception {
    IdRaw id = databases.open("shop");
    ByteString all = ByteString.copyFrom(everyByte());
    Pair written = Pair.newBuilder().setBucketPath("/x").setKey(all).setValue(all).build();
    databases.write(id, written);
    assertThat(databases.read(id, written.toBuilder().clearValue().build())).isEqualTo(written);
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  @Test
  void aMissingKeyOrBucketIsTheRequestsValueOrAnError() throws Exception {
    IdRaw id = databases.open("shop");
    databases.write(id, "/a", "there", "x");
    for (String path : List.of("/a", "/nowhere")) {
      refused(NutsDBErr.PairNotFound, () -> databases.read(id, path, "missing"));
      assertThat(databases.read(id, pair(path, "missing", "default")))
          .isEqualTo(pair(path, "missing", "default"));
      // To read is not to write.
      refused(NutsDBErr.PairNotFound, () -> databases.read(id, path, "missing"));
    }
  }

  @Test
  void anEmptyValueIsAValue() throws Exception {
    IdRaw id = databases.open("shop");
    databases.write(id, "/a", "empty", "");
    assertThat(databases.read(id, pair("/a", "empty", "default")).getValue()).isEmpty();
  }

  @Test
  void aDeletedPairIsMissing() throws Exception {
    IdRaw id = databases.open("shop");
    databases.write(id, "/a", "key", "value");
    databases.write(id, "/a", "other", "value");
    Pair named = pair("/a", "key", "");
    assertThat(databases.delete(id, named, true, Databases.ROOM).getPair()).isEqualTo(named);
    refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/a", "key"));
    assertThat(databases.read(id, "/a", "other")).isEqualTo("value");
    assertThat(databases.delete(id, named, false, Databases.ROOM).getNutsdbId()).isEqualTo(id);
    refused(NutsDBErr.PairNotFound, () -> databases.delete(id, named, true, Databases.ROOM));
    refused(
        NutsDBErr.PairNotFound,
        () -> databases.delete(id, pair("/nowhere", "key", ""), true, Databases.ROOM));
    databases.write(id, "/a", "key", "again");
    assertThat(databases.read(id, "/a", "key")).isEqualTo("again");
  }

  @ParameterizedTest
  @CsvSource({"/foo/,/foo", "//foo,/foo", "/foo//bar///,/foo/bar", "'',/", "///,/", "/,/"})
  void differentWaysToWriteAPathAreOneBucket(String written, String clean) throws Exception {
    IdRaw id = databases.open("shop");
    databases.write(id, written, "key", "value");
    assertThat(databases.read(id, clean, "key")).isEqualTo("value");
    assertThat(databases.read(id, pair(written, "key", "")).getBucketPath()).isEqualTo(written);
  }

  @Test
  void bucketsAreApart() throws Exception {
    IdRaw id = databases.open("shop");
    for (String path : List.of("/", "/a", "/A", "/a/b", "/ab")) {
      databases.write(id, path, "key", path);
    }
    for (String path : List.of("/", "/a", "/A", "/a/b", "/ab")) {
      assertThat(databases.read(id, path, "key")).isEqualTo(path);
    }
  }

  @Test
  void databasesAreApart() throws Exception {
    List<String> names = List.of("shop", "Shop", "sHop", "SHOP", "shop1", "s");
    List<IdRaw> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(databases.open(name));
      databases.write(ids.get(ids.size() - 1), "/", "name", name);
    }
    for (int i = 0; i < names.size(); i++) {
      assertThat(databases.read(ids.get(i), "/", "name")).isEqualTo(names.get(i));
    }
  }

  @Test
  void aDatabaseMayBeOpenSeveralTimes() throws Exception {
    IdRaw one = databases.open("shop");
    IdRaw other = databases.open("shop", true);
    assertThat(other).isNotEqualTo(one);
    databases.write(one, "/", "key", "value");
    databases.close(one);
    assertThat(databases.read(other, "/", "key")).isEqualTo("value");
    refused(NutsDBErr.BadId, () -> databases.read(one, "/", "key"));
    databases.close(other);
    assertThat(databases.read(databases.open("shop", true), "/", "key")).isEqualTo("value");
  }

  @Test
  void aDatabaseThatIsNotThereIsMadeUnlessTheCallerDoesNotWantThat() throws Exception {
    refused(NutsDBErr.DBNotFound, () -> databases.open("shop", true));
    refused(NutsDBErr.DBNotFound, () -> databases.open("shop", true));
    databases.close(databases.open("shop"));
    databases.close(databases.open("shop", true));
  }

  @Test
  void anIdThatIsNoneIsRefused() throws Exception {
    IdRaw id = databases.open("shop");
    IdRaw closed = databases.open("shop");
    databases.close(closed);
    List<IdRaw> bad =
        List.of(
            closed,
            IdRaw.getDefaultInstance(),
            IdRaw.newBuilder().setHigh((long) 'n' << 56).build(),
            IdRaw.newBuilder().setHigh(((long) 'n' << 56) | 0xffff_ffff_ffffL).setLow(-1).build(),
            id.toBuilder().setLow(id.getLow() ^ 1).build(),
            id.toBuilder().setHigh(id.getHigh() ^ (1L << 48)).build(),
            id.toBuilder().setHigh(id.getHigh() ^ (1L << 56)).build());
    for (IdRaw each : bad) {
      refused(NutsDBErr.BadId, () -> databases.read(each, "/", "key"));
      refused(NutsDBErr.BadId, () -> databases.write(each, "/", "key", "value"));
      refused(NutsDBErr.BadId, () -> databases.delete(each, "/", "key"));
      refused(NutsDBErr.DBNotFound, () -> databases.close(each));
    }
    databases.write(id, "/", "key", "value");
  }

  @Test
  void whatIsTooLargeIsRefusedAndWhatIsLargestIsNot() throws Exception {
    IdRaw id = databases.open("shop");
    String path = "/" + "a".repeat(4095);
    String key = "k".repeat(4096);
    String value = "v".repeat(32768);
    Pair largest = pair(path, key, value);
    databases.write(id, largest);
    assertThat(databases.read(id, pair(path, key, ""))).isEqualTo(largest);
    databases.delete(id, pair(path, key, value), true, Databases.ROOM);

    refused(NutsDBErr.BucketPathTooLong, () -> databases.write(id, path + "a", "k", "v"));
    refused(NutsDBErr.BucketPathTooLong, () -> databases.read(id, "/é".repeat(1366), "k"));
    refused(NutsDBErr.KeyTooLarge, () -> databases.write(id, "/", key + "k", "v"));
    refused(NutsDBErr.KeyTooLarge, () -> databases.read(id, "/", key + "k"));
    refused(NutsDBErr.ValueTooLarge, () -> databases.write(id, "/", "k", value + "v"));
    refused(NutsDBErr.ValueTooLarge, () -> databases.read(id, pair("/", "k", value + "v")));
    refused(NutsDBErr.KeyEmpty, () -> databases.write(id, "/", "", "v"));
    refused(NutsDBErr.KeyEmpty, () -> databases.read(id, "/", ""));
    refused(NutsDBErr.KeyEmpty, () -> databases.delete(id, "/", ""));
    refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/", "k"));
  }

  @Test
  void whatDoesNotFitTheCallerHasNoEffect() throws Exception {
    IdRaw id = databases.open("shop");
    Pair pair = pair("/a", "key", "x".repeat(3000));
    int size = databases.write(id, pair).getSerializedSize();
    databases.delete(id, "/a", "key");

    refused(NutsDBErr.MarshalError, () -> databases.write(id, pair, size - 1));
    refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/a", "key"));
    databases.write(id, pair, size);
    refused(NutsDBErr.MarshalError, () -> databases.delete(id, pair, false, size - 1));
    assertThat(databases.read(id, "/a", "key")).hasSize(3000);
    databases.delete(id, pair, false, size);
    refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/a", "key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        " /a",
        "/a ",
        "/a b",
        "/../etc",
        "/.",
        "/a.b",
        "/a_b",
        "/a-b",
        "/é",
        "/a\0b",
        "/a\n",
        "/\u0661",
        "/\uff41",
        "/a?b",
        "/a#b",
        "/a\\b",
        "/%2e%2e",
        "/a'b",
        "/a\"b",
        "/a;b",
        "/a\ud83d\ude00",
        "\u2044a",
        "/a\u200b"
      })
  void aPathThatIsNoneIsRefused(String path) throws Exception {
    IdRaw id = databases.open("shop");
    refused(NutsDBErr.BadBucketPath, () -> databases.write(id, path, "key", "value"));
    refused(NutsDBErr.BadBucketPath, () -> databases.read(id, pair(path, "key", "default")));
    refused(NutsDBErr.BadBucketPath, () -> databases.delete(id, path, "key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1a",
        " a",
        "a ",
        "a b",
        ".",
        "..",
        "../a",
        "/etc/passwd",
        "a/b",
        "a.db",
        "a_b",
        "a-b",
        "a\0",
        "a\nb",
        "é",
        "aé",
        "\uff41",
        "a\u0661",
        "file:a",
        ":memory:",
        "a?mode=ro",
        "a;b",
        "a'b",
        "a\\b",
        "C:a",
        "~",
        "a\ud83d\ude00",
        "\u200ba",
        "$HOME",
        "-a",
        "a*"
      })
  void aNameThatIsNoneIsRefused(String name) throws Exception {
    refused(NutsDBErr.BadDBName, () -> databases.open(name));
    refused(NutsDBErr.BadDBName, () -> databases.open(name, true));
  }

  @Test
  void aNameHasAHundredLettersAtMost() throws Exception {
    databases.open("A".repeat(100));
    refused(NutsDBErr.BadDBName, () -> databases.open("A".repeat(101)));
    refused(NutsDBErr.BadDBName, () -> databases.open("a".repeat(100_000)));
  }

  @Test
  void aDatabaseThatIsFullRefusesMoreAndIsReadStill() throws Exception {
    try (Databases small = started("max-size = 256 KiB")) {
      IdRaw id = small.open("shop");
      int written = 0;
      while (errorOf(writing(small, id, written)).isEmpty()) {
        written++;
      }
      assertThat(written).isBetween(10, 64);
      refused(NutsDBErr.InternalError, writing(small, id, written));
      assertThat(small.read(id, "/", "key 0")).hasSize(4000);
      refused(NutsDBErr.PairNotFound, () -> small.read(id, "/", "key 1000"));
      for (int i = 0; i < written; i++) {
        small.delete(id, "/", "key " + i);
      }
      small.write(id, "/", "there is room again", "x");
    }
  }

  private static Databases.Attempt writing(Databases databases, IdRaw id, int number) {
    return () -> databases.write(id, "/", "key " + number, "x".repeat(4000));
  }

  @Test
  void idsAndDatabasesAreBounded() throws Exception {
    try (Databases few = started("max-ids = 3, max-databases = 2")) {
      IdRaw a = few.open("a");
      few.open("b");
      refused(NutsDBErr.InternalError, () -> few.open("c"));
      few.open("b");
      refused(NutsDBErr.InternalError, () -> few.open("b"));
      few.close(a);
      few.open("b");
    }
  }

  @Test
  void oneGuestCannotHaveAllIdsAndTheyEndWithIt() throws Exception {
    try (Databases few = started("max-ids = 3, max-ids-per-guest = 2")) {
      IdRaw one = few.as(1).open("a");
      few.write(one, "/", "key", "value");
      few.open("a");
      refused(NutsDBErr.InternalError, () -> few.open("a"));
      IdRaw other = few.as(2).open("a");
      refused(NutsDBErr.InternalError, () -> few.open("a"));
      // An id is good in every guest, for as long as the one lives that asked for it.
      assertThat(few.read(one, "/", "key")).isEqualTo("value");
      few.ended(1);
      refused(NutsDBErr.BadId, () -> few.read(one, "/", "key"));
      assertThat(few.read(other, "/", "key")).isEqualTo("value");
      few.as(1).open("a");
    }
  }

  @Test
  void anOpenThatCameTooLateIsUndone() throws Exception {
    IdRaw id = databases.open("shop");
    databases.undelivered(
        OpenRequest.getDefaultInstance(), OpenResponse.newBuilder().setNutsdbId(id).build());
    refused(NutsDBErr.BadId, () -> databases.read(id, "/", "key"));
  }

  @Test
  void manyGuestsWriteAtOnce() throws Exception {
    ExecutorService guests = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Void>> work = new ArrayList<>();
      for (int guest = 0; guest < 8; guest++) {
        String name = guest % 2 == 0 ? "even" : "odd";
        String bucket = "/guest" + guest;
        work.add(
            () -> {
              for (int round = 0; round < 25; round++) {
                IdRaw id = databases.open(name);
                databases.write(id, bucket, "key " + round, bucket + round);
                databases.write(id, "/shared", "key", bucket + round);
                databases.close(id);
              }
              return null;
            });
      }
      for (Future<Void> each : guests.invokeAll(work)) {
        each.get();
      }
    } finally {
      guests.shutdownNow();
    }
    for (int guest = 0; guest < 8; guest++) {
      IdRaw id = databases.open(guest % 2 == 0 ? "even" : "odd", true);
      for (int round = 0; round < 25; round++) {
        assertThat(databases.read(id, "/guest" + guest, "key " + round))
            .isEqualTo("/guest" + guest + round);
      }
      assertThat(databases.read(id, "/shared", "key")).endsWith("24");
    }
  }

  @Test
  void anInterruptedCallHarmsNoOther() throws Exception {
    IdRaw id = databases.open("shop");
    Thread.currentThread().interrupt();
    boolean refused = errorOf(() -> databases.write(id, "/", "a", "1")).isPresent();
    assertThat(Thread.interrupted()).isTrue();
    if (refused) {
      refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/", "a"));
    } else {
      assertThat(databases.read(id, "/", "a")).isEqualTo("1");
    }
    Thread.currentThread().interrupt();
    refused(NutsDBErr.DispatchError, () -> databases.open("other"));
    assertThat(Thread.interrupted()).isTrue();
    databases.write(id, "/", "b", "2");
    assertThat(databases.read(id, "/", "b")).isEqualTo("2");
    databases.open("other");
  }

  @Test
  void writesThatAreInterruptedAllTheTimeHappenOrSayThatTheyDidNot() throws Exception {
    IdRaw id = databases.open("shop");
    List<Integer> answered = new ArrayList<>();
    List<Integer> refused = new ArrayList<>();
    Thread guest =
        new Thread(
            () -> {
              for (int i = 0; i < 400; i++) {
                int number = i;
                boolean failed =
                    errorOf(() -> databases.write(id, "/", "key " + number, "x")).isPresent();
                (failed ? refused : answered).add(number);
                // As the runtime does between two calls.
                boolean unused = Thread.interrupted();
              }
            });
    guest.start();
    while (guest.isAlive()) {
      guest.interrupt();
      guest.join(1);
    }
    assertThat(answered.size() + refused.size()).isEqualTo(400);
    assertThat(answered).isNotEmpty();
    for (int number : answered) {
      assertThat(databases.read(id, "/", "key " + number)).isEqualTo("x");
    }
    for (int number : refused) {
      refused(NutsDBErr.PairNotFound, () -> databases.read(id, "/", "key " + number));
    }
  }
}
