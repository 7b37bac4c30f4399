package parigot.guest.http;

import http.v1.ConnectRequest;
import http.v1.ConnectResponse;
import http.v1.DeleteRequest;
import http.v1.DeleteResponse;
import http.v1.GetRequest;
import http.v1.GetResponse;
import http.v1.HeadRequest;
import http.v1.HeadResponse;
import http.v1.Http;
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

/** The service's nine methods, as one. */
final class Verbs implements Http {
  private final Router router;

  Verbs(Router router) {
    this.router = router;
  }

  @Override
  public Future<GetResponse> get(GetRequest request) {
    return router
        .handle("GET", request.getRequest())
        .map(response -> GetResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<PostResponse> post(PostRequest request) {
    return router
        .handle("POST", request.getRequest())
        .map(response -> PostResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<PutResponse> put(PutRequest request) {
    return router
        .handle("PUT", request.getRequest())
        .map(response -> PutResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<DeleteResponse> delete(DeleteRequest request) {
    return router
        .handle("DELETE", request.getRequest())
        .map(response -> DeleteResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<HeadResponse> head(HeadRequest request) {
    return router
        .handle("HEAD", request.getRequest())
        .map(response -> HeadResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<OptionsResponse> options(OptionsRequest request) {
    return router
        .handle("OPTIONS", request.getRequest())
        .map(response -> OptionsResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<PatchResponse> patch(PatchRequest request) {
    return router
        .handle("PATCH", request.getRequest())
        .map(response -> PatchResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<ConnectResponse> connect(ConnectRequest request) {
    return router
        .handle("CONNECT", request.getRequest())
        .map(response -> ConnectResponse.newBuilder().setResponse(response).build());
  }

  @Override
  public Future<TraceResponse> trace(TraceRequest request) {
    return router
        .handle("TRACE", request.getRequest())
        .map(response -> TraceResponse.newBuilder().setResponse(response).build());
  }
}
