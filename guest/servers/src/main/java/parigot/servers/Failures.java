package parigot.servers;

import parigot.guest.CallNotMadeException;
import parigot.guest.Future;
import parigot.guest.Logger;
import parigot.guest.ServiceError;
import parigot.guest.ServiceException;

/**
 * Tells whoever runs the application what a plugin's failure means, and the caller whether its call
 * may have been carried out. Refusals, which are the caller's business, are not told.
 */
final class Failures {
  private static final int TOO_LARGE = 3;

  private final Logger log;
  private final String service;
  private final ServiceError internalError;

  Failures(Logger log, String service, ServiceError internalError) {
    this.log = log;
    this.service = service;
    this.internalError = internalError;
  }

  /**
   * The same result, and a sentence in the log when the plugin has failed. Of a call without an
   * answer there is one already.
   */
  <T> Future<T> told(String method, Future<T> result) {
    return result
        .onFailure(
            error -> {
              if (error instanceof ServiceException failure) {
                explain(method, failure);
              }
            })
        .recoverWith(error -> Future.failed(forCaller(error)));
  }

  /** These servers do nothing but ask the plugin. */
  private static Throwable forCaller(Throwable error) {
    return error instanceof CallNotMadeException notMade ? notMade.forCaller() : error;
  }

  private void explain(String method, ServiceException failure) {
    if (failure.number() == TOO_LARGE) {
      log.warning("the answer to " + method + " was too large for its guest", "service", service);
    } else if (failure.is(internalError)) {
      log.error("the plugin failed at " + method + ": its own log says why", "service", service);
    }
  }
}
