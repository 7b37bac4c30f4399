package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class TestLogTest {
  @Test
  void aProjectWithoutAConfigurationOfItsLogSeesWarningsAndNoMore() {
    LoggerContext context = new LoggerContext();
    ServiceLoader.load(Configurator.class).stream()
        .filter(found -> found.type().equals(TestLog.class))
        .forEach(found -> found.get().configure(context));

    Logger log = context.getLogger("anything");

    assertThat(log.isWarnEnabled()).isTrue();
    assertThat(log.isInfoEnabled()).isFalse();
    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().hasNext())
        .isTrue();
  }
}
