package @name@;

import http.v1.ConnectRequest;
import http.v1.ConnectResponse;
import http.v1.DeleteRequest;
import http.v1.DeleteResponse;
import http.v1.GetRequest;
import http.v1.GetResponse;
import http.v1.HeadRequest;
import http.v1.HeadResponse;
import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.OptionsRequest;
import http.v1.OptionsResponse;
import http.v1.PatchRequest;
import http.v1.PatchResponse;
import http.v1.PostRequest;
import http.v1.PostResponse;
import http.v1.PutRequest;
import http.v1.PutResponse;
import http.v1.TraceRequest;
import http.v1.TraceResponse;
import parigot.guest.Future;
import parigot.message.Bytes;

/** Answers HTTP requests: a page to read, and an echo of what is posted. */
final class @Name@Pages implements Http {

  @Override
  public Future<GetResponse> get(GetRequest request) {
    return Future.of(GetResponse.newBuilder().setResponse(page(request.getRequest())).build());
  }

  @Override
  public Future<HeadResponse> head(HeadRequest request) {
    return Future.of(HeadResponse.newBuilder().setResponse(page(request.getRequest())).build());
  }

  @Override
  public Future<PostResponse> post(PostRequest request) {
    HttpResponse response = text(200, request.getRequest().getBody());
    return Future.of(PostResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<PutResponse> put(PutRequest request) {
    return Future.of(PutResponse.newBuilder().setResponse(notAllowed()).build());
  }

  @Override
  public Future<DeleteResponse> delete(DeleteRequest request) {
    return Future.of(DeleteResponse.newBuilder().setResponse(notAllowed()).build());
  }

  @Override
  public Future<OptionsResponse> options(OptionsRequest request) {
    return Future.of(OptionsResponse.newBuilder().setResponse(notAllowed()).build());
  }

  @Override
  public Future<PatchResponse> patch(PatchRequest request) {
    return Future.of(PatchResponse.newBuilder().setResponse(notAllowed()).build());
  }

  @Override
  public Future<ConnectResponse> connect(ConnectRequest request) {
    return Future.of(ConnectResponse.newBuilder().setResponse(notAllowed()).build());
  }

  @Override
  public Future<TraceResponse> trace(TraceRequest request) {
    return Future.of(TraceResponse.newBuilder().setResponse(notAllowed()).build());
  }

  private static HttpResponse page(HttpRequest request) {
    String path = request.getUrl().replaceFirst("\\?.*", "");
    return path.equals("/")
        ? text(200, Bytes.utf8("@name@ is running\n"))
        : text(404, Bytes.utf8("There is no " + path + " here.\n"));
  }

  private static HttpResponse notAllowed() {
    return text(405, Bytes.utf8("Only GET, HEAD and POST are allowed here.\n")).toBuilder()
        .putHeader("Allow", "GET, HEAD, POST")
        .build();
  }

  private static HttpResponse text(int status, Bytes body) {
    return HttpResponse.newBuilder()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .setBody(body)
        .build();
  }
}
