package io.teamflow.driver;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A real OpenID provider as a process on loopback, where everybody signs in as whom they like. Each
 * name is an issuer of its own. It never outlives this JVM.
 */
public final class ProviderProcess {
  private static final Duration READY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Process process;
  private final int port;
  private final Thread killer;

  private ProviderProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    killer = new Thread(process::destroyForcibly, "provider-killer");
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /** Starts a provider on a free port; returns when it answers. */
  public static ProviderProcess start() throws IOException, InterruptedException {
    return start(FreePorts.one());
  }

  /** Starts a provider on a port; returns when it answers. */
  public static ProviderProcess start(int port) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(NodeProcess.OWN_SESSION);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            classPath(),
            "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SERVER_HOSTNAME", "127.0.0.1");
    builder.environment().put("SERVER_PORT", Integer.toString(port));
    ProviderProcess provider = new ProviderProcess(builder.start(), port);
    provider.awaitReady();
    return provider;
  }

  /** Its class path is not ours: Maven writes it down when it builds the driver. */
  private static String classPath() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            ProviderProcess.class.getResourceAsStream("provider.classpath"),
            "Maven writes provider.classpath when it builds the driver")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + READY.toNanos();
    while (!listens()) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        process.destroyForcibly();
        throw new IllegalStateException("The provider does not answer");
      }
      Thread.sleep(50);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** Who it is under a name. */
  public static URI issuer(int port, String name) {
    return URI.create("http://127.0.0.1:" + port + "/" + name);
  }

  /** What a node is told of the provider, under one of its names. */
  public Map<String, String> settings(String name) {
    String prefix = "TEAMFLOW_OIDC_" + name.toUpperCase(Locale.ROOT);
    return Map.of(
        prefix + "_ISSUER", issuer(port, name).toString(),
        prefix + "_CLIENT_ID", "teamflow",
        prefix + "_CLIENT_SECRET", "secret");
  }

  /**
   * Signs somebody in, as a browser would.
   *
   * @param claims what the ID token says beside, or instead of, what it would
   * @return where the provider sends the browser
   */
  public URI signIn(URI authorizationUrl, String subject, Map<String, ?> claims)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(authorizationUrl)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    BodyPublishers.ofString(
                        "username="
                            + encode(subject)
                            + "&claims="
                            + encode(ApiClient.write(claims))))
                .build(),
            BodyHandlers.ofString());
    return URI.create(
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() -> new IOException("The provider answered " + answer.body())));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Ends it at once. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    Runtime.getRuntime().removeShutdownHook(killer);
  }
}
