package io.teamflow.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps mails as files instead of sending them, for a machine without a mail server: the newest
 * {@value #KEPT} of them, readable by the owner alone, because they hold tokens.
 */
public final class MailboxFolder implements MailTransport {
  private static final int KEPT = 200;
  private static final String SUFFIX = ".eml";

  /**
   * A mail that is kept.
   *
   * @param id its name in the folder
   */
  public record Kept(String id, String to, String subject, Instant sentAt) {}

  private final Vertx vertx;
  private final Path folder;
  private final String from;

  public MailboxFolder(Vertx vertx, MailSettings settings) {
    this.vertx = vertx;
    this.folder = settings.mailbox();
    this.from = settings.from();
  }

  @Override
  public Future<Void> send(Mail mail) {
    return vertx
        .executeBlocking(
            () -> {
              keep(mail);
              prune();
              return null;
            })
        .mapEmpty();
  }

  /** The mails, the newest first. */
  public Future<List<Kept>> list() {
    return vertx
        .executeBlocking(
            () ->
                newestFirst().stream()
                    .map(MailboxFolder::headersOf)
                    .flatMap(Optional::stream)
                    .toList(),
            false)
        .map(Objects::requireNonNull);
  }

  /** The text of a mail; empty when there is none of this id. */
  public Future<Optional<String>> find(String id) {
    return vertx.executeBlocking(() -> read(id), false).map(Objects::requireNonNull);
  }

  private Optional<String> read(String id) throws IOException {
    for (Path file : newestFirst()) {
      if (file.getFileName().toString().equals(id + SUFFIX)) {
        return Optional.of(Files.readString(file));
      }
    }
    return Optional.empty();
  }

  private void keep(Mail mail) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    String id = UuidCreator.getTimeOrderedEpoch().toString();
    Path file =
        Files.createFile(
            folder.resolve(id + ".tmp"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        "Date: "
            + DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC))
            + "\nFrom: "
            + from
            + "\nTo: "
            + mail.to()
            + "\nSubject: "
            + mail.subject()
            + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8"
            + "\nContent-Transfer-Encoding: 8bit\n\n"
            + mail.text());
    Files.move(file, folder.resolve(id + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
  }

  private void prune() throws IOException {
    for (Path old : newestFirst().stream().skip(KEPT).toList()) {
      Files.deleteIfExists(old);
    }
  }

  /** By name, which begins with the time. */
  private List<Path> newestFirst() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing(Path::getFileName).reversed())
          .toList();
    }
  }

  /** Empty when another node pruned it meanwhile. */
  private static Optional<Kept> headersOf(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      String name = file.getFileName().toString();
      return Optional.of(
          new Kept(
              name.substring(0, name.length() - SUFFIX.length()),
              header(lines, "To: "),
              header(lines, "Subject: "),
              Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String header(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElse("");
  }
}
