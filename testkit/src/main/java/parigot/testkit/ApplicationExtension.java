package parigot.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import parigot.actors.Application;

/** What {@link WithApplication} does. */
final class ApplicationExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(ApplicationExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Optional<WithApplication> wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithApplication.class);
    if (wanted.isPresent()) {
      boot(context, wanted.get());
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Optional<WithApplication> wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), WithApplication.class);
    if (wanted.isPresent()) {
      boot(context, wanted.get());
    }
  }

  /** A scope's application is closed by the store, at the scope's end. */
  private static void boot(ExtensionContext scope, WithApplication wanted) throws Exception {
    BootedApplication booted = BootedApplication.boot(wanted);
    scope.getStore(NAMESPACE).put(BootedApplication.class, booted);
    if (wanted.awaitLaunch()) {
      booted.awaitLaunch();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    booted(context).ifPresent(BootedApplication::requireNoCallWaits);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Application.class || type == RecordedOutput.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    BootedApplication booted =
        booted(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "no application has been booted yet: put @WithApplication on the class or"
                            + " on the method"));
    return parameter.getParameter().getType() == Application.class
        ? booted.application()
        : booted.output();
  }

  private static Optional<BootedApplication> booted(ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    return Optional.ofNullable(store.get(BootedApplication.class, BootedApplication.class));
  }
}
