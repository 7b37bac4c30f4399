package parigot.plugin.nutsdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.Pair;
import protosupport.v1.host.IdRaw;

/** Any text at all where a name is expected, and any bytes: always what the contract says. */
class NutsDbNamesTest {
  private Databases databases;
  private IdRaw id;

  @BeforeTry
  void start() throws Exception {
    databases = Databases.started("");
    id = databases.open("shop");
  }

  @AfterTry
  void stop() {
    databases.close();
  }

  @Property(tries = 500)
  void aDatabasesName(@ForAll String name) {
    boolean good = name.matches("[a-zA-Z][a-zA-Z0-9]{0,99}");
    assertThat(Databases.errorOf(() -> databases.open(name)))
        .isEqualTo(good ? Optional.empty() : Optional.of(NutsDBErr.BadDBName));
  }

  /** Nearly good ones, of which a good many are. */
  @Property(tries = 500)
  void aNameOfLettersAndSigns(@ForAll @AlphaChars @NumericChars @Chars({'/', '.'}) String name) {
    aDatabasesName(name);
    aBucketsPath("/" + name);
  }

  @Property(tries = 500)
  void aBucketsPath(@ForAll String path) {
    Optional<NutsDBErr> error = Databases.errorOf(() -> databases.write(id, path, "key", "value"));
    if (path.matches("(/[a-zA-Z0-9/]*)?")) {
      assertThat(error).isEmpty();
    } else {
      assertThat(error)
          .isIn(Optional.of(NutsDBErr.BadBucketPath), Optional.of(NutsDBErr.BucketPathTooLong));
    }
  }

  @Property(tries = 300)
  void aKeyAndAValue(@ForAll @Size(max = 300) byte[] key, @ForAll @Size(max = 300) byte[] value)
      throws Exception {
    Pair pair =
        Pair.newBuilder()
            .setBucketPath("/any")
            .setKey(ByteString.copyFrom(key))
            .setValue(ByteString.copyFrom(value))
            .build();
    if (key.length == 0) {
      assertThat(Databases.errorOf(() -> databases.write(id, pair))).contains(NutsDBErr.KeyEmpty);
    } else {
      assertThat(databases.write(id, pair).getPair()).isEqualTo(pair);
      assertThat(databases.read(id, pair.toBuilder().clearValue().build())).isEqualTo(pair);
    }
  }
}
