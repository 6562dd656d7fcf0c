package io.teamflow.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as a real process on this machine, run from the class path and with the JVM flags of this
 * JVM. It never outlives this JVM.
 */
public final class NodeProcess {
  private static final Pattern READY =
      Pattern.compile(
          "TeamFlow ready at (http://[0-9.:]+) · management ([0-9]+) · .* · ([0-9.]+) s");
  private static final long READY_SECONDS = 60;
  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** For tests: a node that starts soon matters more than one that is fast for long. */
  private static final List<String> SOON = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

  /** In a session of its own; on Linux it drains when the JVM that started it is killed. */
  static final List<String> OWN_SESSION =
      Files.isExecutable(Path.of("/usr/bin/setpriv"))
          ? List.of("setsid", "setpriv", "--pdeathsig", "TERM")
          : List.of("setsid");

  private final Process process;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
  private final Thread killer = new Thread(this::kill, "node-killer");

  private NodeProcess(Process process) {
    this.process = process;
    Runtime.getRuntime().addShutdownHook(killer);
    Thread.ofPlatform().daemon().name("node-log").start(this::readLog);
  }

  /**
   * Starts a node in a session of its own, as a terminal would.
   *
   * @param dataFolder shared by the nodes that are to find each other
   * @param settings variables, such as {@code TEAMFLOW_HTTP_PORT}
   */
  public static NodeProcess start(Path dataFolder, Map<String, String> settings) {
    return start(dataFolder, settings, SOON);
  }

  /**
   * Like {@link #start(Path, Map)}, with a JVM set up by the caller.
   *
   * @param jvmFlags its heap and compilers; what every JVM of ours needs is there already
   */
  public static NodeProcess start(
      Path dataFolder, Map<String, String> settings, List<String> jvmFlags) {
    return start(List.of(), dataFolder, settings, jvmFlags, List.of());
  }

  /**
   * A node that does what clients ask for most and ends, for its JVM to learn from, as {@code
   * ./teamflow} has one after a build.
   *
   * @param jvmFlags where the JVM writes down what it learned, among others
   */
  public static NodeProcess train(
      Path dataFolder, Map<String, String> settings, List<String> jvmFlags) {
    return start(List.of(), dataFolder, settings, jvmFlags, List.of("--train"));
  }

  /**
   * Like {@link #start(Path, Map)}, by a command that runs the one behind it in its own place.
   *
   * @param wrapper such as one that enters a namespace
   */
  public static NodeProcess startBy(
      List<String> wrapper, Path dataFolder, Map<String, String> settings) {
    return start(wrapper, dataFolder, settings, SOON, List.of());
  }

  private static NodeProcess start(
      List<String> wrapper,
      Path dataFolder,
      Map<String, String> settings,
      List<String> jvmFlags,
      List<String> arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(OWN_SESSION);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--") || flag.startsWith("-XX:+Use"))
        .forEach(command::add);
    command.addAll(jvmFlags);
    command.addAll(
        List.of(
            "-Dio.netty.noUnsafe=false",
            "-cp",
            System.getProperty("java.class.path"),
            "io.teamflow.cluster.Main"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("TEAMFLOW_DATA_DIR", dataFolder.toString());
    environment.putIfAbsent("TEAMFLOW_LOG_FORMAT", "text");
    builder.environment().putAll(environment);
    try {
      return new NodeProcess(builder.start());
    } catch (IOException e) {
      throw new IllegalStateException("The node cannot be started", e);
    }
  }

  /** Waits for the node to say that it is ready. */
  public NodeProcess awaitReady() throws InterruptedException {
    try {
      ready.get(READY_SECONDS, TimeUnit.SECONDS);
      return this;
    } catch (ExecutionException | TimeoutException e) {
      kill();
      throw new IllegalStateException("The node did not get ready:\n" + log(), e);
    }
  }

  /** Where it serves the API, such as {@code http://127.0.0.1:8080}. */
  public URI uri() {
    return URI.create(ready.join().group(1));
  }

  /** Where it answers operators, on the interface of the API. */
  public URI management() {
    return URI.create("http://" + uri().getHost() + ":" + ready.join().group(2));
  }

  /** Whether a load balancer is to send it requests. */
  public boolean isReady() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(management().resolve("/readyz")).timeout(PROBE).build();
    try {
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /** From the start of its JVM until it was ready. */
  public double secondsToReady() {
    return Double.parseDouble(ready.join().group(3));
  }

  /** Its process id, under which the system accounts for what it uses. */
  public long pid() {
    return process.pid();
  }

  /** SIGKILL: it gets no chance to do anything. */
  public void kill() {
    process.destroyForcibly();
  }

  /** SIGTERM: it drains. */
  public void terminate() {
    process.toHandle().destroy(); // unlike the process itself it leaves the log open
  }

  /** Ctrl-C in its terminal: SIGINT for it and everything it started there. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
  }

  /** Waits for its end. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(READY_SECONDS, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException("The node did not end:\n" + log());
    }
    Runtime.getRuntime().removeShutdownHook(killer);
    return process.exitValue();
  }

  /** What it has said. */
  public String log() {
    return String.join("\n", log);
  }

  private void readLog() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        log.add(line);
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
          ready.complete(matcher);
        }
      }
    } catch (IOException _) {
      // the process is gone, which is told below
    }
    ready.completeExceptionally(new IllegalStateException("The node has ended"));
  }
}
