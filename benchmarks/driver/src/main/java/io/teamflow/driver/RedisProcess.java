package io.teamflow.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis 6.2 as a real process on loopback, without anything on disk. It comes as a jar, so no
 * machine needs one installed. It never outlives this JVM.
 */
public final class RedisProcess implements AutoCloseable {
  private static final String READY = "Ready to accept connections";
  private static final long EXIT_SECONDS = 10;

  /** On Linux it is killed when the JVM that started it is. */
  private static final List<String> WITH_PARENT =
      Files.isExecutable(Path.of("/usr/bin/setpriv"))
          ? List.of("setpriv", "--pdeathsig", "KILL")
          : List.of();

  private final int port;
  private final Thread killer = new Thread(this::destroy, "redis-killer");
  private Process process;

  private RedisProcess(int port) throws IOException {
    this.port = port;
    this.process = launch(port);
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /** Starts one on a port of its own; returns when it answers. */
  public static RedisProcess start() throws IOException {
    return new RedisProcess(FreePorts.one());
  }

  private static Process launch(int port) throws IOException {
    List<String> command = new ArrayList<>(WITH_PARENT);
    command.add(Executable.PATH);
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      said.append(line).append('\n');
      if (line.contains(READY)) {
        Thread.ofPlatform().daemon().name("redis-log").start(() -> drain(reader));
        return process;
      }
    }
    throw new IOException("Redis did not start:\n" + said);
  }

  private static void drain(BufferedReader reader) {
    try (reader) {
      while (reader.readLine() != null) {} // or Redis would wait for its reader some day
    } catch (IOException _) {
      // it is gone
    }
  }

  /** Where it serves, as {@code TEAMFLOW_REDIS_URI} wants it. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Its process id, under which the system accounts for what it uses. */
  public long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  public void kill() {
    destroy();
    process.onExit().orTimeout(EXIT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** An empty one in the place of the one that was killed. */
  public void restart() throws IOException {
    process = launch(port);
  }

  /** SIGSTOP: its connections stay open, and nothing is answered. */
  public void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** SIGCONT. */
  public void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
  }

  private void destroy() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killer);
  }

  /** Unpacked once per JVM. */
  private static final class Executable {
    static final String PATH = unpack();

    private static String unpack() {
      try {
        Path folder = Files.createTempDirectory("teamflow-redis");
        folder.toFile().deleteOnExit();
        Path file = ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        file.toFile().deleteOnExit();
        return file.toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
