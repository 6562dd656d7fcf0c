package io.teamflow.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.auth.oidc.OidcClient;
import io.teamflow.cluster.config.Configuration.RedisOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void theDefaultsAreValidAndEveryVariableStandsInTheFile() throws IOException {
    Configuration configuration = Configuration.read(Map.of());
    assertEquals(8080, configuration.httpPort().number());
    assertFalse(configuration.httpPort().fixed());
    assertEquals(Duration.ofDays(30), configuration.replay());
    String file =
        Files.readString(
            Path.of(System.getProperty("teamflow.root", "..")).resolve("conf/teamflow.yaml"));
    assertTrue(Settings.defaults().size() > 20);
    for (String key : Settings.defaults().keySet()) {
      assertTrue(file.contains(Settings.variable(key)), Settings.variable(key));
    }
  }

  @Test
  void theEnvironmentBeatsTheFile() throws IOException {
    Path file = folder.resolve("my.yaml");
    Files.writeString(file, "http:\n  port: 7000\n  host: 127.0.0.2\n");
    Configuration configuration =
        Configuration.read(
            Map.of("TEAMFLOW_CONFIG", file.toString(), "TEAMFLOW_HTTP_PORT", "7001"));
    assertEquals(7001, configuration.httpPort().number());
    assertTrue(configuration.httpPort().fixed());
    assertEquals("127.0.0.2", configuration.httpHost());
  }

  @Test
  void everyErrorIsToldAtOnceAndSaysWhatToDo() {
    String told =
        String.valueOf(
            assertThrows(
                    ConfigurationException.class,
                    () ->
                        Configuration.read(
                            Map.of(
                                "TEAMFLOW_HTTP_PROT", "1",
                                "TEAMFLOW_HTTP_PORT", "99999",
                                "TEAMFLOW_REPLAY_DAYS", "0",
                                "TEAMFLOW_CLUSTER_JOIN", "tcp",
                                "TEAMFLOW_CLUSTER_HOST", "0.0.0.0",
                                "TEAMFLOW_CLUSTER_TLS_KEY_FILE", "/nowhere/key.pem",
                                "TEAMFLOW_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, proxy.example.org",
                                "TEAMFLOW_REDIS_URI", "redis://:hunter2@host:port/x",
                                "TEAMFLOW_DATABASE_URI", "mysql://x")))
                .getMessage());
    assertTrue(
        told.contains("TEAMFLOW_HTTP_PROT is no setting; the nearest is TEAMFLOW_HTTP_PORT"));
    assertTrue(told.contains("TEAMFLOW_HTTP_PORT must be 1 to 65535, is 99999"));
    assertTrue(told.contains("TEAMFLOW_REPLAY_DAYS must be 1 to 3650, is 0"));
    assertTrue(told.contains("TEAMFLOW_CLUSTER_MEMBERS must name"));
    assertTrue(told.contains("TEAMFLOW_CLUSTER_ALLOW_PUBLIC=true"));
    assertTrue(told.contains("TEAMFLOW_CLUSTER_TLS_KEY_FILE must name a file that can be read"));
    assertTrue(told.contains("TEAMFLOW_CLUSTER_TLS_AUTHORITY_FILE must name"));
    assertTrue(told.contains("TEAMFLOW_DATABASE_URI must look like"));
    assertTrue(told.contains("TEAMFLOW_REDIS_URI must look like"));
    assertFalse(told.contains("hunter2"));
    assertTrue(
        told.contains(
            "TEAMFLOW_HTTP_TRUSTED_PROXIES: proxy.example.org is neither an IP address nor a block"));
  }

  @Test
  void aSecretIsReadFromAFileAndMaskedWhenShown() throws IOException {
    Path secret = folder.resolve("uri");
    Files.writeString(secret, "postgresql://app:hunter2@db.example.org:5432/teamflow\n");
    Map<String, String> environment = Map.of("TEAMFLOW_DATABASE_URI_FILE", secret.toString());
    assertEquals(
        "db.example.org", Configuration.read(environment).databaseUri().orElseThrow().getHost());
    String shown = Configuration.describe(environment);
    assertTrue(shown.contains("db.example.org"));
    assertFalse(shown.contains("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://127.0.0.1",
        "redis://cache.example.org:6380/3",
        "rediss://:hunter2@cache.example.org:6380",
        "redis://teamflow:hunter2%40%2F@[2001:db8::1]:6380/0",
      })
  void aRedisIsNamedByAUriWhosePasswordIsNotShown(String uri) {
    Map<String, String> environment = Map.of("TEAMFLOW_REDIS_URI", uri);
    RedisOption redis = Configuration.read(environment).redis().orElseThrow();
    assertEquals(uri, redis.uri().toString());
    assertEquals(Duration.ofMillis(100), redis.patience());
    assertFalse(Configuration.describe(environment).contains("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:6379",
        "http://127.0.0.1:6379",
        "redis://host:6379/database",
        "redis://host:6379?password=hunter2",
        "redis://:hunter2@bad_host:6379",
        "redis://:hun/ter2@host:6379",
      })
  void whatNamesNoRedisIsRefusedWithoutBeingRepeated(String uri) {
    Map<String, String> environment = Map.of("TEAMFLOW_REDIS_URI", uri);
    String told =
        String.valueOf(
            assertThrows(ConfigurationException.class, () -> Configuration.read(environment))
                .getMessage());
    assertTrue(told.startsWith("TEAMFLOW_REDIS_URI must look like redis://user:password@"), told);
    assertFalse(told.contains("ter2"), told);
  }

  @Test
  void googleTakesTwoVariablesAndAnyOtherProviderThree() throws IOException {
    Path secret = folder.resolve("secret");
    Files.writeString(secret, "hunter3\n");
    Path file = folder.resolve("my.yaml");
    Files.writeString(
        file,
        "oidc:\n  my-corp:\n    issuer: https://id.example.org/realm\n    client-id: from-file\n");
    Map<String, String> environment =
        Map.of(
            "TEAMFLOW_CONFIG", file.toString(),
            "TEAMFLOW_OIDC_GOOGLE_CLIENT_ID", "google-id",
            "TEAMFLOW_OIDC_GOOGLE_CLIENT_SECRET", "hunter2",
            "TEAMFLOW_OIDC_MY_CORP_CLIENT_ID", "corp-id",
            "TEAMFLOW_OIDC_MY_CORP_CLIENT_SECRET_FILE", secret.toString(),
            "TEAMFLOW_OIDC_LOCAL_ISSUER", "http://127.0.0.1:8081/realm",
            "TEAMFLOW_OIDC_LOCAL_CLIENT_ID", "local-id",
            "TEAMFLOW_OIDC_LOCAL_CLIENT_SECRET", "hunter4");
    assertEquals(
        List.of(
            new OidcClient(
                "google", URI.create("https://accounts.google.com"), "google-id", "hunter2"),
            new OidcClient(
                "local", URI.create("http://127.0.0.1:8081/realm"), "local-id", "hunter4"),
            new OidcClient(
                "my-corp", URI.create("https://id.example.org/realm"), "corp-id", "hunter3")),
        Configuration.read(environment).oidcClients());
    String shown = Configuration.describe(environment);
    assertTrue(shown.contains("oidc.my-corp.client-id: corp-id"), shown);
    assertTrue(shown.contains("oidc.google.client-secret: ***"), shown);
    assertFalse(shown.contains("hunter"), shown);
  }

  @Test
  void everyErrorOfAProviderIsTold() throws IOException {
    Path file = folder.resolve("my.yaml");
    Files.writeString(file, "oidc:\n  My Corp:\n    issuer: https://id.example.org\n");
    String told =
        String.valueOf(
            assertThrows(
                    ConfigurationException.class,
                    () ->
                        Configuration.read(
                            Map.of(
                                "TEAMFLOW_CONFIG", file.toString(),
                                "TEAMFLOW_OIDC_GOOGLE_CLIENT_ID", "id",
                                "TEAMFLOW_OIDC_A_ISSUER", "http://id.example.org",
                                "TEAMFLOW_OIDC_B_ISSUER", "http://127.0.0.1.example.org",
                                "TEAMFLOW_OIDC_C_ISSUER", "https://u:p@id.example.org",
                                "TEAMFLOW_OIDC_D_CLIENT_SECRET", "hunter2",
                                "TEAMFLOW_OIDC__ISSUER", "https://id.example.org",
                                "TEAMFLOW_OIDC_A_SCOPE", "openid",
                                "TEAMFLOW_HTTP_PUBLIC_URL", "https://example.org/path")))
                .getMessage());
    for (String error :
        List.of(
            "TEAMFLOW_OIDC_GOOGLE_CLIENT_SECRET is missing",
            "TEAMFLOW_OIDC_A_ISSUER must be the https address",
            "TEAMFLOW_OIDC_A_CLIENT_ID is missing",
            "TEAMFLOW_OIDC_B_ISSUER must be the https address",
            "TEAMFLOW_OIDC_C_ISSUER must be the https address",
            "TEAMFLOW_OIDC_D_ISSUER is missing",
            "TEAMFLOW_OIDC_D_CLIENT_ID is missing",
            "TEAMFLOW_OIDC__ISSUER is no setting; a provider has ISSUER",
            "TEAMFLOW_OIDC_A_SCOPE is no setting; a provider has ISSUER",
            "oidc.My Corp.issuer is no setting; a provider has ISSUER",
            "TEAMFLOW_HTTP_PUBLIC_URL must look like")) {
      assertTrue(told.contains(error), error + "\n" + told);
    }
    assertFalse(told.contains("hunter2"));
  }

  @Test
  void thePublicAddressIsTheNodesOwnUnlessItIsSet() {
    assertEquals(URI.create("http://127.0.0.1:8083"), Configuration.read(Map.of()).publicUrl(8083));
    assertEquals(
        URI.create("http://[::1]:8083"),
        Configuration.read(Map.of("TEAMFLOW_HTTP_HOST", "::1")).publicUrl(8083));
    Configuration set =
        Configuration.read(Map.of("TEAMFLOW_HTTP_PUBLIC_URL", "https://teamflow.example.org/"));
    assertEquals(URI.create("https://teamflow.example.org"), set.publicUrl(8083));
    assertTrue(set.gateway(8083).isSecure());
  }

  @Test
  void aDefaultPortMovesAndAFixedOneDoesNot() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertTrue(new Port(port, false).choose("127.0.0.1", "X") > port);
      ConfigurationException refused =
          assertThrows(
              ConfigurationException.class, () -> new Port(port, true).choose("127.0.0.1", "X"));
      assertTrue(String.valueOf(refused.getMessage()).contains("is taken"));
    }
  }

  @Test
  void aNodeThatOthersCanReachTellsHowItsMailsLeave() {
    Map<String, String> others = Map.of("TEAMFLOW_HTTP_HOST", "0.0.0.0");
    String told = refusal(others);
    assertTrue(told.contains("TEAMFLOW_MAIL_SMTP_URI"), told);
    assertTrue(told.contains("TEAMFLOW_MAIL_ALLOW_LOCAL_MAILBOX=true"), told);
    Map<String, String> allowed = new HashMap<>(others);
    allowed.put("TEAMFLOW_MAIL_ALLOW_LOCAL_MAILBOX", "true");
    assertTrue(Configuration.read(allowed).mail().smtp().isEmpty());
    Map<String, String> served = new HashMap<>(others);
    served.put("TEAMFLOW_MAIL_SMTP_URI", "smtps://mail.example.org");
    served.put("TEAMFLOW_MAIL_FROM", "TeamFlow <team@example.org>");
    assertEquals(
        "mail.example.org", Configuration.read(served).mail().smtp().orElseThrow().getHost());
  }

  @Test
  void whatIsWrongWithMailsIsToldWithoutAPassword() {
    String uri = "smtp://ada:hunter2@192.0.2.1?tls=none";
    String told =
        refusal(
            Map.of("TEAMFLOW_MAIL_SMTP_URI", uri, "TEAMFLOW_HTTP_PUBLIC_URL", "team.example.org"));
    assertTrue(told.contains("TEAMFLOW_MAIL_SMTP_URI: tls=none"), told);
    assertTrue(told.contains("TEAMFLOW_MAIL_FROM"), told);
    assertTrue(told.contains("TEAMFLOW_HTTP_PUBLIC_URL must look like"), told);
    String shown = Configuration.describe(Map.of("TEAMFLOW_MAIL_SMTP_URI", uri));
    assertFalse((told + shown).contains("hunter2"), told + shown);
  }

  @Test
  void linksBeginWithThePublicUrlOrWithTheAddressOfTheNode() {
    assertEquals("http://127.0.0.1:8081", Configuration.read(Map.of()).publicUrl(8081).toString());
    assertEquals(
        "https://team.example.org",
        Configuration.read(Map.of("TEAMFLOW_HTTP_PUBLIC_URL", "https://team.example.org/"))
            .mail(8081)
            .publicUrl());
  }

  private static String refusal(Map<String, String> environment) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> Configuration.read(environment))
            .getMessage());
  }
}
