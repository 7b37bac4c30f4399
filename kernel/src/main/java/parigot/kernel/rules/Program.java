package parigot.kernel.rules;

import parigot.kernel.GuestSpec;

/** What stays the same when a guest is started again. */
record Program(String name, int instance) {
  static Program of(GuestSpec spec) {
    return new Program(spec.name(), spec.instance());
  }
}
