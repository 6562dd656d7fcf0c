package io.teamflow.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.teamflow.codecs.bus.Bus;
import io.teamflow.gateway.GatewaySettings;
import io.teamflow.gateway.GatewayState;
import io.teamflow.gateway.limit.LocalRateLimiter;
import io.teamflow.gateway.token.AccessTokenVerifier;
import io.teamflow.gateway.token.RevocationLog.Page;
import io.teamflow.gateway.token.RevokedSessions;
import io.teamflow.stream.NodeStreamHub;
import io.teamflow.stream.Peers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.pgclient.PgConnectOptions;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContractTest {
  private static final String EVERYBODY = "everybody";

  @Test
  void theContractNamesEveryRouteItsScopeAndNoOther() throws Exception {
    Vertx vertx = Vertx.vertx();
    Bus bus = Bus.on(vertx);
    GatewaySettings settings = GatewaySettings.onLoopback(0);
    Router router =
        ApiRouter.create(
            vertx,
            bus,
            new NodeStreamHub(new PgConnectOptions(), Peers.none(), Duration.ofDays(30)),
            (_, _, _, _) -> Future.failedFuture("nobody listens"),
            new AccessTokenVerifier(
                vertx,
                bus,
                new RevokedSessions(
                    vertx, position -> Future.succeededFuture(new Page(List.of(), position))),
                new LocalRateLimiter()),
            new RateLimits(settings, new LocalRateLimiter()),
            settings,
            new GatewayState(settings, new LocalRateLimiter()));
    Set<String> routes = new TreeSet<>();
    router.getRoutes().stream()
        .filter(route -> route.metadata().get(ApiRouter.PAGE) == null)
        .filter(route -> route.getPath() != null && route.methods() != null)
        .forEach(
            route ->
                route
                    .methods()
                    .forEach(
                        method ->
                            routes.add(
                                method
                                    + " "
                                    + route.getPath().replaceAll(":(\\w+)", "{$1}")
                                    + " for "
                                    + route.metadata().getOrDefault(ApiRouter.SCOPE, EVERYBODY))));
    vertx.close().await(5, TimeUnit.SECONDS);
    assertTrue(routes.size() > 20, routes.toString());
    assertEquals(contract(), routes);
  }

  private static Set<String> contract() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            ContractTest.class.getClassLoader().getResourceAsStream("conf/openapi.yaml"))) {
      JsonNode paths = new YAMLMapper().readTree(in).get("paths");
      Set<String> operations = new TreeSet<>();
      paths
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .fieldNames()
                      .forEachRemaining(
                          method ->
                              operations.add(
                                  method.toUpperCase(Locale.ROOT)
                                      + " "
                                      + path.getKey()
                                      + " for "
                                      + path.getValue()
                                          .get(method)
                                          .path("x-scope")
                                          .asText(EVERYBODY))));
      return operations;
    }
  }
}
