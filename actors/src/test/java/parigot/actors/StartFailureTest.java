package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import parigot.runtime.StartException;

/** What somebody is told whose program brings other libraries than Parigot was built with. */
class StartFailureTest {
  @Test
  void aLibraryOfAnotherVersionIsNamedAsSuch() {
    Throwable wrongVersion =
        new ExceptionInInitializerError(new IllegalStateException("gencode 2, runtime 1"));

    assertThat(Supervisor.asStartException(new CompletionException(wrongVersion)))
        .hasMessage(
            "the application cannot be started, as a library is not of the version that Parigot was"
                + " built with: java.lang.IllegalStateException: gencode 2, runtime 1")
        .hasCause(wrongVersion);
    assertThat(Supervisor.asStartException(new NoSuchMethodError("stop()")))
        .hasMessageEndingWith("built with: java.lang.NoSuchMethodError: stop()");
  }

  @Test
  void whatAlreadySaysWhyStaysAsItIs() {
    StartException bad = new StartException("guest a: no module");

    assertThat(Supervisor.asStartException(new CompletionException(bad))).isSameAs(bad);
  }
}
