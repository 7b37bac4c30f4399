package parigot.servers;

import http.v1.ConnectRequest;
import http.v1.ConnectResponse;
import http.v1.DeleteRequest;
import http.v1.DeleteResponse;
import http.v1.GetRequest;
import http.v1.GetResponse;
import http.v1.HeadRequest;
import http.v1.HeadResponse;
import http.v1.Http;
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
import httpconnector.v1.HandleRequest;
import httpconnector.v1.HandleResponse;
import httpconnector.v1.HttpConnector;
import httpconnector.v1.HttpConnectorErr;
import parigot.guest.CallException;
import parigot.guest.Future;
import parigot.guest.Logger;
import parigot.message.MalformedMessageException;
import parigot.message.Message;
import parigot.message.MessageParser;
import parigot.message.wellknown.Any;

/** Turns a request from outside into a call of the application's own HTTP service, and back. */
final class FrontDoor implements HttpConnector {
  private static final String PACKAGE = "http.v1.";

  private Http http;

  /** Where requests go from now on. */
  void leadTo(Http service) {
    http = service;
  }

  @Override
  public Future<HandleResponse> handle(HandleRequest request) {
    if (http == null) {
      throw HttpConnectorErr.NoReceiver.exception("the application's HTTP service does not run");
    }
    Future<HttpResponse> response;
    try {
      response = call(request.getHttpMethod(), request.getReqAny());
    } catch (MalformedMessageException e) {
      throw HttpConnectorErr.UnmarshalError.exception(e.getMessage());
    }
    return response.map(FrontDoor::handled).recoverWith(FrontDoor::failed);
  }

  private Future<HttpResponse> call(String verb, Any request) {
    return switch (verb) {
      case "GET" ->
          http.get(read(request, GetRequest.parser(), "Get")).map(GetResponse::getResponse);
      case "HEAD" ->
          http.head(read(request, HeadRequest.parser(), "Head")).map(HeadResponse::getResponse);
      case "POST" ->
          http.post(read(request, PostRequest.parser(), "Post")).map(PostResponse::getResponse);
      case "PUT" ->
          http.put(read(request, PutRequest.parser(), "Put")).map(PutResponse::getResponse);
      case "DELETE" ->
          http.delete(read(request, DeleteRequest.parser(), "Delete"))
              .map(DeleteResponse::getResponse);
      case "OPTIONS" ->
          http.options(read(request, OptionsRequest.parser(), "Options"))
              .map(OptionsResponse::getResponse);
      case "PATCH" ->
          http.patch(read(request, PatchRequest.parser(), "Patch")).map(PatchResponse::getResponse);
      case "CONNECT" ->
          http.connect(read(request, ConnectRequest.parser(), "Connect"))
              .map(ConnectResponse::getResponse);
      case "TRACE" ->
          http.trace(read(request, TraceRequest.parser(), "Trace")).map(TraceResponse::getResponse);
      default -> throw HttpConnectorErr.UnmarshalError.exception("no verb: " + verb);
    };
  }

  private static <M extends Message> M read(Any request, MessageParser<M> parser, String verb) {
    return request.unpack(parser, PACKAGE + verb + "Request");
  }

  private static HandleResponse handled(HttpResponse response) {
    return HandleResponse.newBuilder()
        .setHttpStatus(response.getStatusCode())
        .setHttpResponse(response.getBody())
        .putAllHeader(response.getHeaderMap())
        .addAllHeaderLine(response.getHeaderLineList())
        .build();
  }

  private static Future<HandleResponse> failed(Throwable error) {
    if (error instanceof CallException) {
      Logger.get().warning("the HTTP service failed: " + error.getMessage());
      return Future.failed(HttpConnectorErr.ReceiverFailed.exception(error.getMessage()));
    }
    return Future.failed(error);
  }
}
