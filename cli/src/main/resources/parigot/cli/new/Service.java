package @name@;

import @name@.v1.@Name@;
import @name@.v1.@Name@Err;
import @name@.v1.EchoRequest;
import @name@.v1.EchoResponse;
import parigot.guest.Future;

/** What the service does. */
final class @Name@Service implements @Name@ {

  @Override
  public Future<EchoResponse> echo(EchoRequest request) {
    if (request.getText().isEmpty()) {
      return Future.failed(@Name@Err.NothingSaid.exception());
    }
    return Future.of(EchoResponse.newBuilder().setText(request.getText()).build());
  }
}
