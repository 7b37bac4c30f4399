package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/** What {@code parigot.edge} may say. */
class EdgeSettingsTest {
  private static Optional<EdgeSettings> read(String edge) {
    String guest = "parigot.guests.a.wasm = " + TrialApplication.quoted(guest());
    return EdgeSettingsReader.read(
        ApplicationSettings.of(
            ConfigFactory.parseString(guest + "\nparigot.edge { " + edge + " }")));
  }

  private static String guest() {
    return EdgeSettingsTest.class.getResource("/guests/reactor.wasm").getPath();
  }

  @Test
  void byDefaultNothingIsOpen() {
    assertThat(read("")).isEmpty();
  }

  @Test
  void aPortIsAllThatIsNeeded() {
    EdgeSettings settings = read("grpc.port = 9090, services = [\"a.v1.*\"]").orElseThrow();

    assertThat(settings.grpc().orElseThrow().host()).isEqualTo("127.0.0.1");
    assertThat(settings.grpc().orElseThrow().port()).isEqualTo(9090);
    assertThat(settings.tls()).isEmpty();
    assertThat(settings.limits().message()).isEqualTo(4 * 1024 * 1024);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "grpc.port = 70000 | parigot.edge.grpc.port must be a whole number from 0 to 65535, and is"
            + " 70000.",
        "grpc = 9090 | parigot.edge.grpc must be a block { … }, and is 9090.",
        "grpc { prot = 9090 } | parigot.edge.grpc.prot is no setting; did you mean port?",
        "grpc.port = 1, service = [a] | parigot.edge.service is no setting; did you mean services?",
        "grpc.port = 1, services = greeting | parigot.edge.services must be a list of texts, and is"
            + " \"greeting\".",
        "grpc.port = 1, services = [\"a b\"] | parigot.edge.services must be a list of names such"
            + " as greeting.v1.greeting or greeting.v1.*, and is the list [\"a b\"].",
        "services = [\"a.v1.a\"] | parigot.edge.services opens services, and neither"
            + " parigot.edge.grpc.port nor parigot.edge.http.port is set.",
        "grpc.port = 1, message-limit = 4 | parigot.edge.message-limit needs a unit, as in \"4"
            + " KiB\" or \"4 MiB\", and is 4.",
        "grpc.port = 1, max-in-flight = 0 | parigot.edge.max-in-flight must be a whole number from"
            + " 1 to 2147483647, and is 0.",
        "grpc.port = 1, body-timeout = 0 s | parigot.edge.body-timeout must be a duration from 1 ms"
            + " to 1 day, and is \"0 s\".",
        "grpc { port = 1, keep-alive-time = 9 s } | parigot.edge.grpc.keep-alive-time must be a"
            + " duration from 10 s to 1 day, and is \"9 s\".",
        "grpc { port = 1, keep-alive-timeout = 5 ms } | parigot.edge.grpc.keep-alive-timeout must"
            + " be a duration from 10 ms to 1 day, and is \"5 ms\".",
        "grpc { port = 1, keep-alive-least = 0 } | parigot.edge.grpc.keep-alive-least",
        "grpc.port = 1, idle-timeout = 200 ms | parigot.edge.idle-timeout must be a duration from"
            + " 1 s to 1 day, and is \"200 ms\".",
        "grpc.port = 1, max-connections = 0 | parigot.edge.max-connections must be a whole number"
            + " from 1 to 2147483647, and is 0.",
        "grpc.port = 1, max-calls-per-connection = many | parigot.edge.max-calls-per-connection"
            + " must be a whole number from 1 to 2147483647, and is \"many\".",
        "grpc.port = 1, forward-headers = [Traceparent] | parigot.edge.forward-headers must be a"
            + " list of headers' names in small letters, none of which ends in -bin, and is the"
            + " list [\"Traceparent\"].",
        "http.port = x | parigot.edge.http.port must be a whole number from 0 to 65535, and is"
            + " \"x\".",
        "http { port = 1, cors = [shop.example] } | parigot.edge.http.cors must be a list of"
            + " origins such as https://shop.example, or [\"*\"] for every one, and is the list"
            + " [\"shop.example\"].",
        "grpc.port = 1, tls { key = a.key } | parigot.edge.tls.certificate is missing; it must be"
            + " the path of a file in PEM.",
        "grpc.port = 1, tls { certificate = none.pem, key = none.key } | and there is no such"
            + " file.",
      })
  void aMistakeIsOneSentence(String edge, String complaint) {
    assertThatThrownBy(() -> read(edge))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(complaint);
  }
}
