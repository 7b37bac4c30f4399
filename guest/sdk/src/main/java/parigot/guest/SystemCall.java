package parigot.guest;

/** The functions of the host's module {@code parigot}, and the one that logs. */
enum SystemCall {
  REGISTER,
  BIND_METHOD,
  EXPORT,
  REQUIRE,
  LAUNCH,
  LOCATE,
  DISPATCH,
  RETURN_VALUE,
  EXIT,
  TIMER,
  LOG
}
