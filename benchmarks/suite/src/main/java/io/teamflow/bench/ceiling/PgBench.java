package io.teamflow.bench.ceiling;

import io.teamflow.bench.measure.Side;
import io.teamflow.bench.measure.Trial;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PostgreSQL's own load program, running a script against the database of a node. */
public final class PgBench implements Side {
  /** What to tell somebody who has none. */
  public static final String HOW_TO_GET =
      "pgbench was not found: it comes with PostgreSQL 15 or newer, on Debian as"
          + " apt-get install postgresql-contrib";

  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Pattern DONE =
      Pattern.compile("number of transactions actually processed: (\\d+)");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
  private static final long MARGIN_SECONDS = 30;
  private static final Duration AFTER_ALL = Duration.ofSeconds(10);
  private static final long SMOKE_TRANSACTIONS = 3;

  private final Path program;
  private final Path folder;
  private final Script script;
  private final int clients;
  private final DoubleSupplier databaseCpu;

  /**
   * @param folder the data folder of the node
   * @param clients connections, each with one transaction at a time
   */
  public PgBench(
      Path program, Path folder, Script script, int clients, DoubleSupplier databaseCpu) {
    this.program = program;
    this.folder = folder;
    this.script = script;
    this.clients = clients;
    this.databaseCpu = databaseCpu;
  }

  /** The program on the path, else the newest of Debian's folders. */
  public static Optional<Path> find(String path) throws IOException {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, "pgbench");
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    if (!Files.isDirectory(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .map(version -> version.resolve("bin/pgbench"))
          .filter(Files::isExecutable)
          .max(Comparator.naturalOrder());
    }
  }

  @Override
  public String name() {
    return "pgbench";
  }

  @Override
  public Trial run(Duration time) throws IOException, InterruptedException {
    DatabaseLogins logins = DatabaseLogins.of(folder);
    Path file = Files.createTempFile("teamflow-bench", ".sql");
    Path said = Files.createTempFile("teamflow-bench", ".log");
    try {
      Files.writeString(file, script.text());
      ProcessBuilder builder =
          new ProcessBuilder(
                  program.toString(),
                  "-h",
                  "127.0.0.1",
                  "-p",
                  Integer.toString(logins.port()),
                  "-U",
                  "teamflow",
                  "-n",
                  "-M",
                  "prepared",
                  "-c",
                  Integer.toString(clients),
                  time.toSeconds() > 0 ? "-T" : "-t",
                  // Shorter than pgbench can measure: a few of each client, to see that it works.
                  Long.toString(time.toSeconds() > 0 ? time.toSeconds() : SMOKE_TRANSACTIONS),
                  "-D",
                  "ready=0",
                  "-D",
                  "n=0",
                  "-D",
                  "base=" + ((System.currentTimeMillis() / 1_000) << 32),
                  "-f",
                  file.toString(),
                  "teamflow")
              .redirectErrorStream(true)
              .redirectOutput(said.toFile());
      builder.environment().put("PGPASSWORD", logins.app());
      long headsBefore = logins.sumOfHeads();
      double before = databaseCpu.getAsDouble();
      long start = System.nanoTime();
      Process process = builder.start();
      Thread killer = new Thread(process::destroyForcibly, "pgbench-killer");
      Runtime.getRuntime().addShutdownHook(killer);
      boolean ended = process.waitFor(time.toSeconds() + MARGIN_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(killer);
      double seconds = (System.nanoTime() - start) / 1e9;
      String text = Files.readString(said, StandardCharsets.UTF_8);
      if (!ended || process.exitValue() != 0) {
        throw new IOException("pgbench failed:\n" + text);
      }
      logins.awaitEndOf("pgbench", AFTER_ALL);
      double used = databaseCpu.getAsDouble() - before;
      long done = number(DONE, text);
      long failed = number(FAILED, text) + done - (logins.sumOfHeads() - headsBefore);
      return new Trial(
          done, failed, seconds, 0, used, failed == 0 ? null : "a transaction changed nothing");
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(said);
    }
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
