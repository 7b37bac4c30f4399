package parigot.edge;

import java.util.Optional;
import parigot.plugin.OutsideClient;

/** An HTTP request without its body, whichever server it came to. */
interface HttpHead {
  /** In capitals, as in {@code POST}. */
  String verb();

  /**
   * Decoded, below where the edge is mounted, as in {@code /greeting.v1.Greeting/FetchGreeting}.
   */
  String path();

  /** A parameter of the query. */
  Optional<String> parameter(String name);

  /** The values of a header, joined with commas. */
  Optional<String> header(String name);

  /** Who sent it. */
  OutsideClient client();
}
