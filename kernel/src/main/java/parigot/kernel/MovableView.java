package parigot.kernel;

import org.apiguardian.api.API;

/**
 * One instance of a movable guest, as this node's kernel sees it at one moment.
 *
 * @param guest its name
 * @param instance which one, from 1
 * @param node where it runs or is about to; empty when it is nowhere, as far as is known here
 * @param state how it stands
 * @param why how it has come to that, in some words
 */
@API(status = API.Status.MAINTAINED)
public record MovableView(String guest, int instance, String node, State state, String why) {

  /** How a movable guest stands. */
  public enum State {
    /** No node that this one hears of runs it. */
    NOWHERE,
    /** Its place is here, and it waits for the leave of most nodes. */
    WAITING,
    /** It has a place, and starts or runs there. */
    PLACED,
    /** It answers what it has been asked, and is to run elsewhere then. */
    LEAVING
  }
}
