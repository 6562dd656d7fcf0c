package io.teamflow.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server of this suite as a process of its own on loopback. It never outlives this JVM. */
public final class ServerProcess implements AutoCloseable {
  /** What a program says first, followed by its port. */
  public static final String READY = "ready ";

  /** On Linux it is killed when the JVM that started it is. */
  private static final List<String> WITH_PARENT =
      Files.isExecutable(Path.of("/usr/bin/setpriv"))
          ? List.of("setpriv", "--pdeathsig", "KILL")
          : List.of();

  private final Process process;
  private final Optional<Path> file;
  private final URI uri;
  private final Thread killer;

  private ServerProcess(Process process, Optional<Path> file, Thread killer, int port) {
    this.process = process;
    this.file = file;
    this.killer = killer;
    this.uri = URI.create("http://127.0.0.1:" + port);
  }

  /** Starts a {@link BareServer} that repeats an answer. */
  public static ServerProcess bare(Recorded answer, List<String> jvmFlags) throws IOException {
    return repeating(BareServer.class, answer, jvmFlags);
  }

  /** Starts a {@link ConstantServer} that repeats an answer. */
  public static ServerProcess constant(Recorded answer) throws IOException {
    return repeating(ConstantServer.class, answer, List.of());
  }

  private static ServerProcess repeating(Class<?> program, Recorded answer, List<String> jvmFlags)
      throws IOException {
    Path file = Files.createTempFile("teamflow-bench", ".http");
    Files.write(file, answer.bytes());
    return start(java(program.getName(), jvmFlags, List.of(file.toString())), Optional.of(file));
  }

  /** Starts a program of this suite that says where it is ready. */
  public static ServerProcess program(Class<?> program, List<String> arguments) throws IOException {
    return start(java(program.getName(), List.of(), arguments), Optional.empty());
  }

  /** Starts a program of ours that is on the class path and says where it is ready. */
  public static ServerProcess program(String program, List<String> jvmFlags, List<String> arguments)
      throws IOException {
    return start(java(program, jvmFlags, arguments), Optional.empty());
  }

  /** Starts any other program that says where it is ready. */
  public static ServerProcess of(List<String> command) throws IOException {
    return of(command, Map.of());
  }

  /** The same with more variables in its environment, where others do not see them. */
  public static ServerProcess of(List<String> command, Map<String, String> environment)
      throws IOException {
    return start(command, environment, Optional.empty());
  }

  private static List<String> java(String program, List<String> jvmFlags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--") || flag.startsWith("-XX:+Use"))
        .forEach(command::add);
    command.addAll(jvmFlags);
    command.addAll(
        List.of(
            "-Dio.netty.noUnsafe=false", "-cp", System.getProperty("java.class.path"), program));
    command.addAll(arguments);
    return command;
  }

  private static ServerProcess start(List<String> words, Optional<Path> file) throws IOException {
    return start(words, Map.of(), file);
  }

  private static ServerProcess start(
      List<String> words, Map<String, String> environment, Optional<Path> file) throws IOException {
    List<String> command = new ArrayList<>(WITH_PARENT);
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread killer = new Thread(process::destroyForcibly, "server-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    StringBuilder said = new StringBuilder();
    BufferedReader reader = process.inputReader();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(READY)) {
        Thread.ofPlatform().daemon().name("server-log").start(() -> drain(reader));
        int port = Integer.parseInt(line.substring(READY.length()));
        return new ServerProcess(process, file, killer, port);
      }
      said.append(line).append('\n');
    }
    throw new IOException(String.join(" ", words) + " did not start:\n" + said);
  }

  private static void drain(BufferedReader reader) {
    try (reader) {
      while (reader.readLine() != null) {} // or it would wait for its reader some day
    } catch (IOException _) {
      // it is gone
    }
  }

  /** Where it serves. */
  public URI uri() {
    return uri;
  }

  /** Its process. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(killer);
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
