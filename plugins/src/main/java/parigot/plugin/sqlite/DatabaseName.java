package parigot.plugin.sqlite;

import parigot.plugin.ServiceError;

/**
 * What a database is called in the log, and the error with which its service says that it failed.
 *
 * @param text as in "the database of the queues"
 * @param internalError of the service's error enum
 */
public record DatabaseName(String text, int internalError) {
  ServiceError failed(String detail) {
    return new ServiceError(internalError, "%s failed: %s".formatted(text, detail));
  }
}
