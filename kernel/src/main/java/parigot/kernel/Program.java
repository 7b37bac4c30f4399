package parigot.kernel;

/** What stays the same when a guest is started again. */
record Program(String name, int instance) {
  static Program of(GuestSpec spec) {
    return new Program(spec.name(), spec.instance());
  }
}
