package io.teamflow.cluster.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The server process of a data folder, driven by its own tools. {@code pg_ctl} starts it in a
 * session of its own, so that an interrupt of the first node's terminal does not reach it.
 */
final class Server {
  private static final long TOOL_SECONDS = 90;
  private static final int STARTS_MAX = 3;
  private static final String SETTINGS =
      """
      # Durable, on loopback only, shared by the nodes of this machine.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      password_encryption = 'scram-sha-256'
      max_connections = 200
      shared_buffers = '128MB'
      max_wal_size = '2GB'
      wal_compression = on
      fsync = on
      synchronous_commit = on
      log_min_messages = 'warning'
      logging_collector = off
      """;

  private final Path binaries;
  private final Path folder;

  /**
   * @param folder holds the server's files in {@code data} and its log
   */
  Server(Path binaries, Path folder) {
    this.binaries = binaries;
    this.folder = folder;
  }

  /**
   * The port of the running server, after starting it if none runs. A port may be taken between its
   * choice and its use: then another one is.
   */
  int start(String superuserPassword) throws IOException {
    if (!Files.exists(data())) {
      initialize(superuserPassword);
    }
    for (int tries = 1; ; tries++) {
      Optional<Integer> running = runningPort();
      if (running.isPresent()) {
        return running.get();
      }
      int port = freePort();
      if (startAt(port)) {
        return port;
      }
      if (tries == STARTS_MAX) {
        throw failed("pg_ctl");
      }
    }
  }

  private boolean startAt(int port) throws IOException {
    return succeeds(
        "pg_ctl",
        "-D",
        data().toString(),
        "-l",
        folder.resolve("server.log").toString(),
        "-o",
        "-p " + port,
        "-w",
        "-t",
        "60",
        "-s",
        "start");
  }

  /** Ends the server after a checkpoint; a transaction under way is rolled back. */
  void stop() throws IOException {
    if (runningPort().isPresent()) {
      run("pg_ctl", "-D", data().toString(), "-m", "fast", "-w", "-t", "60", "-s", "stop");
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private void initialize(String superuserPassword) throws IOException {
    Files.createDirectories(folder);
    Path draft = folder.resolve("data.new");
    deleteRecursively(draft);
    Path password = folder.resolve("password.new");
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(password, superuserPassword);
      run(
          "initdb",
          "-D",
          draft.toString(),
          "-U",
          "postgres",
          "-A",
          "scram-sha-256",
          "--pwfile=" + password,
          "-E",
          "UTF8",
          "--locale=C",
          "--no-instructions");
      Files.writeString(
          draft.resolve("postgresql.conf"), SETTINGS, java.nio.file.StandardOpenOption.APPEND);
      Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(password);
    }
  }

  /** The port in {@code postmaster.pid}, if the process named there runs and listens. */
  private Optional<Integer> runningPort() throws IOException {
    Path pidFile = data().resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.size() < 4 || !succeeds("pg_ctl", "-D", data().toString(), "-s", "status")) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(lines.get(3).strip()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void run(String tool, String... arguments) throws IOException {
    if (!succeeds(tool, arguments)) {
      throw failed(tool);
    }
  }

  private IOException failed(String tool) {
    return new IOException(
        tool
            + " failed. See "
            + folder.resolve("tools.log")
            + " and "
            + folder.resolve("server.log"));
  }

  private boolean succeeds(String tool, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root
    }
    command.add(binaries.resolve("bin").resolve(tool).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    Files.createDirectories(folder);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("tools.log").toFile()));
    Process process = builder.start();
    try {
      if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void deleteRecursively(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var paths = Files.walk(folder)) {
        for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
