package io.teamflow.auth.oidc;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what the OpenID library asks to be sent. Follows no redirect, waits 3 s for a connection
 * and 5 s for the whole answer, and reads at most 256 KiB of it.
 */
final class OidcHttp {
  private static final int CONNECT_MS = 3_000;
  private static final int ANSWER_MS = 5_000;
  private static final int BODY_MAX = 262_144;
  private static final PoolOptions POOL =
      new PoolOptions().setHttp1MaxSize(10).setMaxWaitQueueSize(100);

  private final HttpClient client;

  OidcHttp(Vertx vertx) {
    client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MS), POOL);
  }

  Future<HTTPResponse> send(HTTPRequest request) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.getMethod().name()))
            .setAbsoluteURI(request.getURI().toString())
            .setFollowRedirects(false)
            .setConnectTimeout(CONNECT_MS);
    request
        .getHeaderMap()
        .forEach((name, values) -> options.addHeader(name, String.join(", ", values)));
    return client
        .request(options)
        .compose(
            sent ->
                answer(sent, request.getBody())
                    .compose(OidcHttp::read)
                    .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .onFailure(_ -> sent.reset()));
  }

  private static Future<HttpClientResponse> answer(HttpClientRequest sent, @Nullable String body) {
    return body == null ? sent.send() : sent.send(body);
  }

  private static Future<HTTPResponse> read(HttpClientResponse response) {
    Promise<HTTPResponse> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > BODY_MAX) {
            whole.tryFail(new IOException("The answer is larger than " + BODY_MAX + " bytes"));
          } else {
            body.appendBuffer(chunk);
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(_ -> whole.tryComplete(toResponse(response, body)));
    return whole.future();
  }

  private static HTTPResponse toResponse(HttpClientResponse response, Buffer body) {
    HTTPResponse read = new HTTPResponse(response.statusCode());
    String type = response.getHeader("Content-Type");
    if (type != null) {
      read.setHeader("Content-Type", type);
    }
    read.setBody(body.toString());
    return read;
  }
}
