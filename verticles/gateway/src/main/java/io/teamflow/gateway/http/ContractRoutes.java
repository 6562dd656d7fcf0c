package io.teamflow.gateway.http;

import io.teamflow.gateway.token.AccessTokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;

/** What is served to whoever wants to know: the contracts, the public keys, where to begin. */
final class ContractRoutes {
  private static final String START =
      """
      {"name":"TeamFlow","api":"/api/v1","openapi":"/openapi.yaml","asyncapi":"/asyncapi.yaml",\
      "realtime":"/api/v1/realtime"}""";

  private final Vertx vertx;
  private final AccessTokenVerifier tokens;

  ContractRoutes(Vertx vertx, AccessTokenVerifier tokens) {
    this.vertx = vertx;
    this.tokens = tokens;
  }

  void mount(ApiRouter api) {
    api.open(HttpMethod.GET, "/", (exchange, _) -> exchange.text(Future.succeededFuture(START)));
    api.open(
        HttpMethod.GET,
        "/.well-known/jwks.json",
        (exchange, _) -> exchange.text(tokens.publishedKeys()));
    for (String contract : new String[] {"openapi.yaml", "asyncapi.yaml"}) {
      Future<String> text = ApiRouter.readContract(vertx, contract);
      api.open(HttpMethod.GET, "/" + contract, (exchange, _) -> exchange.yaml(text));
    }
  }
}
