package parigot.cli;

import java.util.List;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.GuestSettings.Kind;

/** An application's settings, from which the guests that are not to run can be left out. */
record Selection(ApplicationSettings settings) {

  /** The names of the guests of a kind, in their order. */
  List<String> names(Kind kind) {
    return settings.guests().stream()
        .filter(guest -> guest.kind() == kind)
        .map(GuestSettings::name)
        .toList();
  }

  ApplicationSettings withoutTests() {
    return settings.only(guest -> guest.kind() != Kind.TEST);
  }

  /** The servers and one test. */
  ApplicationSettings forTest(String name) {
    return settings.only(guest -> guest.kind() == Kind.SERVER || guest.name().equals(name));
  }
}
