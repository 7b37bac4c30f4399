package parigot.kernel.rules;

import parigot.kernel.GuestSpec;

/** What stays the same when a guest is started again. */
record GuestKey(String name, int instance) {
  static GuestKey of(GuestSpec spec) {
    return new GuestKey(spec.name(), spec.instance());
  }
}
