package parigot.simulation;

/** What may go wrong in a run. */
public enum Fault {
  /** Messages between guests and their kernel are under way for some time. */
  LATE,
  /** A call does not reach its guest; who made it hears so when its time is over. */
  LOST,
  /**
   * A server ends in the place of its next event, with what waits for it, and is started again as
   * its settings say.
   */
  CRASH,
  /**
   * A server computes for ever in the place of its next event, until it is over its method limit,
   * or the application is to end and it is ended.
   */
  HANG,
  /** A call of a plugin is not carried out, and the guest hears so when its time is over. */
  PLUGIN_TIMEOUT,
  /** A link between two nodes breaks, and is there again a second later. */
  LINK_LOSS,
  /** A node ends with all that runs on it, and is started again two seconds later. */
  NODE_CRASH,
  /**
   * A node stands still with all that runs on it, for up to twenty seconds, and goes on where it
   * was. The others take it for lost meanwhile.
   */
  NODE_STANDS,
  /** A node is cut off from all others for up to twenty seconds. */
  NODE_CUT,
  /**
   * A movable guest is to run on another node: in order, or at once, as if it were not where it is.
   */
  MOVE
}
