package parigot.bench;

import java.util.List;

/**
 * What can be measured by its name.
 *
 * <p>What cannot be measured here is {@link Unavailable}, and the others go on.
 */
interface Measured {
  /** As on the command line. */
  String name();

  /** One sentence: what is measured. */
  String about();

  /** Measures it. Takes as long as the effort says; what else the machine does disturbs it. */
  List<Line> measure(Effort effort) throws Exception;
}
