package markdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.actors.DryStart;
import parigot.kernel.rules.StartPlan;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.ConfigFiles;
import parigot.runtime.settings.GuestSettings;

/** How the application would start is known without its plugin. */
@Timeout(60)
class PlanTest {
  @ParameterizedTest
  @EnumSource
  void theGuestInFrontOfThePluginStartsFirst(GuestSettings.Engine engine) throws Exception {
    ApplicationSettings settings =
        ApplicationSettings.of(
            ConfigFactory.parseString(
                    "parigot.guest-defaults.engine = " + engine.name().toLowerCase(Locale.ROOT))
                .withFallback(ConfigFiles.load(Optional.of(Path.of("application.conf")))));

    DryStart.Result result = DryStart.of(settings);

    assertThat(result.failures()).isEmpty();
    assertThat(result.plan().steps())
        .extracting(step -> step.service().guest(), StartPlan.Step::level)
        .containsExactly(tuple("markdown", 1), tuple("render", 2));
  }
}
