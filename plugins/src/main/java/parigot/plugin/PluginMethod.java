package parigot.plugin;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;

/**
 * One method of a {@link PluginService}. Made by generated code, from the .proto and an
 * implementation of the generated interface.
 *
 * @param name the method's name as the .proto writes it
 * @param importName the name under which guests import it, as in {@code create_queue_}
 * @param requests parses its requests
 * @param handler carries it out
 */
public record PluginMethod<Q extends Message, R extends Message>(
    String name, String importName, Parser<Q> requests, Handler<Q, R> handler) {

  /** From a request to a response, or an error of the service. */
  @FunctionalInterface
  public interface Handler<Q, R> {
    R handle(Q request, Caller caller) throws ServiceError;
  }
}
