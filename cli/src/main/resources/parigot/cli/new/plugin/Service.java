package @name@;

import @name@.v1.@Name@;
import @name@.v1.@Name@Err;
import @name@.v1.ShoutRequest;
import @name@.v1.ShoutResponse;
import parigot.guest.Future;

/** Stands in front of the plugin: looks at each call, and hands on what is right. */
final class @Name@Service implements @Name@ {
  private final @Name@ plugin;

  @Name@Service(@Name@ plugin) {
    this.plugin = plugin;
  }

  @Override
  public Future<ShoutResponse> shout(ShoutRequest request) {
    if (request.getText().isEmpty()) {
      return Future.failed(@Name@Err.NothingSaid.exception());
    }
    return plugin.shout(request);
  }
}
