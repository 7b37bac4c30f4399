package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;

/** A guest that serves, and another that calls it. */
abstract class HelloCallsGreeting {
  final TestApplication application = new TestApplication();
  final TestGuest hello = application.main("hello");
  final TestGuest greeting = application.server("greeting");
  TestGuest.Target target;

  @BeforeEach
  final void start() {
    application.start();
    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    greeting.next();
    hello.useOnly("greeting.v1.greeting");
    hello.next();
    target = hello.find("greeting.v1.greeting");
  }

  final KernelErr dispatchError(TestGuest.Target to) {
    return hello.error(SystemCall.DISPATCH, hello.dispatching(to, hello.newCall(), "").build());
  }

  final CallFailure assertFailed(ReadOneResponse event, KernelErr reason, boolean mayHaveRun) {
    ResolvedCall resolved = event.getResolved();
    assertThat(resolved.getResultError()).as("DispatchError").isEqualTo(1);
    assertThat(resolved.hasResult()).isFalse();
    assertThat(resolved.getFailure().getReason()).isEqualTo(reason);
    assertThat(resolved.getFailure().getMayHaveRun()).isEqualTo(mayHaveRun);
    return resolved.getFailure();
  }
}
