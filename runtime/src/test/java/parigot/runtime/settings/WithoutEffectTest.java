package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which variables of the environment somebody is told of, as nothing reads them. */
class WithoutEffectTest {
  private static List<String> warnings(Config config, Map<String, String> environment) {
    return WithoutEffect.of(config, new HoconBudget(), environment);
  }

  @Test
  void aVariableThatIsCalledLikeASettingIsWarnedOf() {
    assertThat(
            warnings(
                ConfigFactory.load(),
                Map.of("PARIGOT_CALL_TIMEOUT", "1 s", "PARIGOT_HOME", "/opt", "CALL_TIMEOUT", "2")))
        .containsExactly(
            "The environment's PARIGOT_CALL_TIMEOUT has no effect: no file has"
                + " ${?PARIGOT_CALL_TIMEOUT}; parigot.call-timeout is set with"
                + " -Dparigot.call-timeout=….");
  }

  @Test
  void aVariableThatAFileUsesIsNot() {
    HoconBudget files = new HoconBudget();
    files.substitution("app.conf", 1, "${?PARIGOT_CALL_TIMEOUT}");
    assertThat(WithoutEffect.of(ConfigFactory.load(), files, Map.of("PARIGOT_CALL_TIMEOUT", "1 s")))
        .isEmpty();
  }

  @Test
  void aVariableThatIsToOverrideNeedsItsProperty() {
    Map<String, String> forced = Map.of("CONFIG_FORCE_parigot_call__timeout", "1 s");
    assertThat(warnings(ConfigFactory.load(), forced))
        .containsExactly(
            "The environment's CONFIG_FORCE_parigot_call__timeout has no effect without"
                + " -Dconfig.override_with_env_vars=true.");
    System.setProperty("config.override_with_env_vars", "true");
    try {
      assertThat(warnings(ConfigFactory.load(), forced)).isEmpty();
    } finally {
      System.clearProperty("config.override_with_env_vars");
    }
  }
}
