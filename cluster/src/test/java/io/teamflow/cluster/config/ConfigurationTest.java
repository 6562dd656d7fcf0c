package io.teamflow.cluster.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.cluster.config.Configuration.RedisOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
                                "TEAMFLOW_CLUSTER_JOIN", "tcp",
                                "TEAMFLOW_CLUSTER_HOST", "0.0.0.0",
                                "TEAMFLOW_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, proxy.example.org",
                                "TEAMFLOW_REDIS_URI", "redis://:hunter2@host:port/x",
                                "TEAMFLOW_DATABASE_URI", "mysql://x")))
                .getMessage());
    assertTrue(
        told.contains("TEAMFLOW_HTTP_PROT is no setting; the nearest is TEAMFLOW_HTTP_PORT"));
    assertTrue(told.contains("TEAMFLOW_HTTP_PORT must be 1 to 65535, is 99999"));
    assertTrue(told.contains("TEAMFLOW_CLUSTER_MEMBERS must name"));
    assertTrue(told.contains("TEAMFLOW_CLUSTER_ALLOW_PUBLIC=true"));
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
}
