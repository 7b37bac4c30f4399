package parigot.runtime.descriptors;

/**
 * Descriptors of services cannot be used. The message says why, as what is said of where they are:
 * "holds no …".
 */
public final class DescriptorsException extends Exception {
  private static final long serialVersionUID = 1;

  DescriptorsException(String message) {
    super(message);
  }

  DescriptorsException(String message, Throwable cause) {
    super(message, cause);
  }
}
