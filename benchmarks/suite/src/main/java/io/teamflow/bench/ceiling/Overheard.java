package io.teamflow.bench.ceiling;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a request makes the database do, overheard in the server's log: so the ceiling is always of
 * the statements that run, not of a copy of them that has grown old.
 */
public final class Overheard {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Executed> transaction;
  private final String value;
  private final List<String> told;

  private Overheard(List<Executed> transaction, String value, List<String> told) {
    this.transaction = transaction;
    this.value = value;
    this.told = List.copyOf(told);
  }

  /** What the write contained. */
  public String value() {
    return value;
  }

  /** What the writer told of its write. */
  public String told(int index) {
    return told.get(index);
  }

  List<Executed> transaction() {
    return transaction;
  }

  /** Something that writes, such as a request. */
  @FunctionalInterface
  public interface Write {
    /** Writes something that contains the value; tells ids and the like of it. */
    List<String> write(String value) throws IOException, InterruptedException;
  }

  /**
   * Listens to one write.
   *
   * @param folder the data folder of the node
   * @param value what the write contains and nothing else does
   */
  public static Overheard of(Path folder, String value, Write write)
      throws IOException, InterruptedException {
    DatabaseLogins logins = DatabaseLogins.of(folder);
    long from = Files.size(logins.log());
    try (Connection connection = logins.asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET log_min_duration_statement = 0");
      statement.execute("SELECT pg_reload_conf()");
      try {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // Servers of connections that are idle read the change when they next wake up.
        for (int attempt = 0; System.nanoTime() < deadline; attempt++) {
          String marked = value + attempt;
          List<String> told = write.write(marked);
          TimeUnit.MILLISECONDS.sleep(50);
          List<Executed> transaction =
              ServerLog.transactionOf(marked, ServerLog.parse(read(logins.log(), from)));
          if (!transaction.isEmpty()) {
            return new Overheard(transaction, marked, told);
          }
        }
      } finally {
        statement.execute("ALTER SYSTEM RESET log_min_duration_statement");
        statement.execute("SELECT pg_reload_conf()");
      }
    } catch (SQLException e) {
      throw new IOException("The database cannot be listened to: " + e.getMessage(), e);
    }
    throw new IOException("The write did not show in " + logins.log());
  }

  private static String read(Path file, long from) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
      channel.position(from);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
  }
}
