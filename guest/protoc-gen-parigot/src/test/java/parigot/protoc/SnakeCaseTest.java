package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnakeCaseTest {
  @ParameterizedTest
  @CsvSource({
    "FetchGreeting, fetch_greeting",
    "HttpConnector, http_connector",
    "NutsDB, nuts_db",
    "HTTPServer, httpserver",
    "GetURLById, get_urlby_id",
    "Read2Lines, read2lines",
    "already_snake, already_snake",
    "X, X",
    "x, x"
  })
  void anUnderscoreStandsOnlyWhereAnUpperLetterFollowsALowerOne(String name, String snake) {
    assertThat(SnakeCase.of(name)).isEqualTo(snake);
  }
}
