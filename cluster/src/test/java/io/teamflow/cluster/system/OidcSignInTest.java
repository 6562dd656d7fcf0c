package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.ProviderProcess;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A browser that signs in at a provider, over HTTP and across two nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcSignInTest {
  private static final String PUBLIC = "https://teamflow.example.org";

  private final HttpClient http = HttpClient.newHttpClient();
  private ProviderProcess provider;
  private Nodes nodes;
  private NodeProcess a;
  private NodeProcess b;

  @BeforeAll
  void start() throws Exception {
    provider = ProviderProcess.start();
    Map<String, String> settings = new HashMap<>(provider.settings("acme"));
    settings.putAll(provider.settings("corp"));
    settings.put("TEAMFLOW_HTTP_PUBLIC_URL", PUBLIC);
    settings.put("TEAMFLOW_LIMITS_LOGINS_PER_MINUTE", "40");
    nodes = new Nodes();
    a = nodes.start(settings).awaitReady();
    b = nodes.start(settings).awaitReady();
  }

  @AfterAll
  void close() throws Exception {
    nodes.close();
    provider.kill();
  }

  @Test
  void whatBeginsOnOneNodeEndsOnTheOther() throws Exception {
    String email = UUID.randomUUID() + "@example.org";
    HttpResponse<String> begun = get(a, "/api/v1/auth/oidc/acme", "");
    assertEquals(302, begun.statusCode(), begun.body());
    URI provided = URI.create(begun.headers().firstValue("Location").orElseThrow());
    assertTrue(
        provided.getQuery().contains("redirect_uri=" + PUBLIC + "/api/v1/auth/oidc/acme/callback"),
        provided.toString());
    String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
    for (String attribute :
        List.of("HTTPOnly", "Secure", "SameSite=Lax", "Path=/api/v1/auth/oidc", "Max-Age=600")) {
      assertTrue(cookie.contains(attribute), cookie);
    }

    HttpResponse<String> ended = comeBack(b, provided, cookie, email);
    assertEquals(200, ended.statusCode(), ended.body());
    assertTrue(ended.headers().firstValue("Set-Cookie").orElseThrow().contains("Max-Age=0"));
    JsonNode in = ApiClient.read(ended.body());
    assertEquals(email, in.at("/user/email").textValue());
    HttpResponse<String> me =
        ContractCheck.held(
            http.send(
                HttpRequest.newBuilder(a.uri().resolve("/api/v1/me"))
                    .header("Authorization", "Bearer " + in.get("accessToken").textValue())
                    .build(),
                BodyHandlers.ofString()));
    JsonNode profile = ApiClient.read(me.body());
    assertEquals(in.at("/user/id"), profile.get("id"));
    assertTrue(profile.get("emailVerified").booleanValue(), me.body());
    for (NodeProcess node : List.of(a, b)) {
      for (String secret : List.of(cookie.substring(14, 40), in.get("refreshToken").textValue())) {
        assertFalse(node.log().contains(secret), node.log());
      }
    }
  }

  @Test
  void aBrowserWithAReturnPathGoesThereWithACookieThatNoScriptReads() throws Exception {
    HttpResponse<String> begun = get(a, "/api/v1/auth/oidc/corp?return=/boards%3Fopen%3D1", "");
    HttpResponse<String> ended =
        comeBack(
            b,
            URI.create(begun.headers().firstValue("Location").orElseThrow()),
            begun.headers().firstValue("Set-Cookie").orElseThrow(),
            UUID.randomUUID() + "@example.org");
    assertEquals(303, ended.statusCode(), ended.body());
    assertEquals("/boards?open=1", ended.headers().firstValue("Location").orElse(""));
    String cookie =
        ended.headers().allValues("Set-Cookie").stream()
            .filter(c -> c.startsWith("teamflow_refresh="))
            .findFirst()
            .orElseThrow();
    for (String attribute : List.of("HTTPOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth")) {
      assertTrue(cookie.contains(attribute), cookie);
    }
    String token = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    assertFalse(ended.body().contains(token));
    assertEquals(200, refresh(a, token).statusCode());
  }

  @Test
  void anotherBrowserAndAForgedHostGetNowhere() throws Exception {
    HttpResponse<String> begun = get(a, "/api/v1/auth/oidc/acme", "");
    URI provided = URI.create(begun.headers().firstValue("Location").orElseThrow());
    for (String cookie : List.of("", "teamflow_oidc=forged;")) {
      HttpResponse<String> refused =
          comeBack(b, provided, cookie, UUID.randomUUID() + "@example.org");
      assertEquals(400, refused.statusCode(), refused.body());
      assertEquals(
          "application/problem+json", refused.headers().firstValue("Content-Type").orElse(""));
    }
    HttpResponse<String> denied = get(b, "/api/v1/auth/oidc/acme/callback?error=access_denied", "");
    assertEquals(400, denied.statusCode());
    String forged =
        answerTo(
            a,
            """
            GET /api/v1/auth/oidc/acme HTTP/1.1
            Host: evil.example.org
            X-Forwarded-Host: evil.example.org
            Connection: close

            """);
    assertTrue(forged.startsWith("HTTP/1.1 302"), forged);
    assertTrue(forged.contains("teamflow.example.org"), forged);
    assertFalse(forged.contains("evil"), forged);
  }

  @Test
  void everyAttemptCountsAgainstTheAddress() throws Exception {
    for (String path : List.of("/api/v1/auth/oidc/acme", "/api/v1/auth/oidc/acme/callback")) {
      HttpResponse<String> counted = get(a, path, "");
      assertEquals(
          "\"logins\";q=40;w=60", counted.headers().firstValue("RateLimit-Policy").orElse(""));
    }
  }

  private static String answerTo(NodeProcess node, String request) throws Exception {
    try (Socket socket = new Socket(node.uri().getHost(), node.uri().getPort())) {
      socket
          .getOutputStream()
          .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> comeBack(NodeProcess node, URI provided, String cookie, String email)
      throws Exception {
    URI back =
        provider.signIn(
            provided, UUID.randomUUID().toString(), Map.of("email", email, "email_verified", true));
    assertTrue(back.toString().startsWith(PUBLIC), back.toString());
    return get(node, back.getRawPath() + "?" + back.getRawQuery(), cookie);
  }

  private HttpResponse<String> get(NodeProcess node, String path, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(node.uri().resolve(path));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie.substring(0, cookie.indexOf(';')));
    }
    return ContractCheck.held(http.send(request.build(), BodyHandlers.ofString()));
  }

  private HttpResponse<String> refresh(NodeProcess node, String token) throws Exception {
    return ContractCheck.held(
        http.send(
            HttpRequest.newBuilder(node.uri().resolve("/api/v1/auth/refresh"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"refreshToken\":\"" + token + "\"}"))
                .build(),
            BodyHandlers.ofString()));
  }
}
