package parigot.testkit;

/** Over what the guests of an application are spread while it is tested. */
public enum Spread {
  /** All of them in this process; a placement is not looked at. */
  ONE_PROCESS,

  /** Over the nodes of the placement, all in this JVM. */
  NODES,

  /**
   * Over the nodes of the placement, each a process. The node that the test is given is this JVM;
   * the others are started with its class path and its flags.
   */
  PROCESSES
}
