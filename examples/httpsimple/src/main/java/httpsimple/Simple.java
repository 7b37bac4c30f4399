package httpsimple;

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

/** One page, {@code /}, that may be read, and an echo for what is posted to it. */
final class Simple implements Http {
  private static final String ALLOWED = "GET, HEAD, OPTIONS, POST";

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
    return Future.of(
        PostResponse.newBuilder().setResponse(text(200, request.getRequest().getBody())).build());
  }

  @Override
  public Future<OptionsResponse> options(OptionsRequest request) {
    HttpResponse response =
        HttpResponse.newBuilder().setStatusCode(204).putHeader("Allow", ALLOWED).build();
    return Future.of(OptionsResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<PutResponse> put(PutRequest request) {
    return Future.of(PutResponse.newBuilder().setResponse(notAllowed("PUT")).build());
  }

  @Override
  public Future<DeleteResponse> delete(DeleteRequest request) {
    return Future.of(DeleteResponse.newBuilder().setResponse(notAllowed("DELETE")).build());
  }

  @Override
  public Future<PatchResponse> patch(PatchRequest request) {
    return Future.of(PatchResponse.newBuilder().setResponse(notAllowed("PATCH")).build());
  }

  @Override
  public Future<ConnectResponse> connect(ConnectRequest request) {
    return Future.of(ConnectResponse.newBuilder().setResponse(notAllowed("CONNECT")).build());
  }

  @Override
  public Future<TraceResponse> trace(TraceRequest request) {
    return Future.of(TraceResponse.newBuilder().setResponse(notAllowed("TRACE")).build());
  }

  private static HttpResponse page(HttpRequest request) {
    String url = request.getUrl();
    String path = url.indexOf('?') < 0 ? url : url.substring(0, url.indexOf('?'));
    return path.equals("/")
        ? text(200, Bytes.utf8("hello from a guest\n"))
        : text(404, Bytes.utf8("There is no " + path + " here.\n"));
  }

  private static HttpResponse notAllowed(String verb) {
    return text(405, Bytes.utf8(verb + " is not for this page.\n")).toBuilder()
        .putHeader("Allow", ALLOWED)
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
