package parigot.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.util.List;
import java.util.function.Predicate;
import parigot.actors.ApplicationSettings;
import parigot.actors.GuestSettings;
import parigot.actors.GuestSettings.Kind;

/** An application's configuration, from which the guests that are not to run can be left out. */
record Selection(Config config, ApplicationSettings settings) {

  /** The names of the guests of a kind, in their order. */
  List<String> names(Kind kind) {
    return settings.guests().stream()
        .filter(guest -> guest.kind() == kind)
        .map(GuestSettings::name)
        .toList();
  }

  Config withoutTests() {
    return without(guest -> guest.kind() == Kind.TEST);
  }

  /** The servers and one test. */
  Config forTest(String name) {
    return without(guest -> guest.kind() != Kind.SERVER && !guest.name().equals(name));
  }

  private Config without(Predicate<GuestSettings> unwanted) {
    Config result = config;
    for (GuestSettings guest : settings.guests()) {
      if (unwanted.test(guest)) {
        result = result.withoutPath(ConfigUtil.joinPath("parigot", "guests", guest.name()));
      }
    }
    return result;
  }
}
