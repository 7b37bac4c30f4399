package parigot.cli;

import parigot.kernel.ExitCode;

/** The exit codes of the command line: its own, and those with which applications end. */
final class ExitCodes {
  /** The command line or the configuration is wrong. */
  static final int USAGE = 193;

  /** What a command is about is not there. */
  static final int NOT_THERE = 1;

  /** A guest did not launch. */
  static final int NOT_LAUNCHED = ExitCode.NOT_LAUNCHED;

  /** Something failed that no guest answers for; a main that traps ends with this code too. */
  static final int FAILED = ExitCode.FAILED;

  /** The runtime itself failed, for want of memory for instance. */
  static final int RUNTIME_FAILED = 196;

  /** What a shell adds to the number of the signal that ended a program. */
  static final int SIGNAL = 128;

  private ExitCodes() {}
}
