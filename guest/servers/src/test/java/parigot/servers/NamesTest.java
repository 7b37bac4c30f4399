package parigot.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "a1", "orders", "o.r-d_e9"})
  void namesOfQueues(String name) {
    assertThat(Names.isQueue(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", ".a", "-a", "_a", "a b", "a/b", "é", "aé", "a\0", "a:b"})
  void noNamesOfQueues(String name) {
    assertThat(Names.isQueue(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "a1", "Shop2"})
  void namesOfDatabases(String name) {
    assertThat(Names.isDatabase(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "a.b", "a-b", "a_b", "../a", "a b", "é", "aé"})
  void noNamesOfDatabases(String name) {
    assertThat(Names.isDatabase(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/a", "/a/B/9/", "//"})
  void pathsOfBuckets(String path) {
    assertThat(Names.isBucketPath(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " /a", "/a b", "/a.b", "/..", "/é", "/a\0"})
  void noPathsOfBuckets(String path) {
    assertThat(Names.isBucketPath(path)).isFalse();
  }
}
