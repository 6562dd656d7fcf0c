package io.teamflow.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that stands in for a mail server. */
class MailboxFolderTest {
  @TempDir private Path data;
  private Vertx vertx;
  private MailboxFolder mailbox;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    mailbox = open(data.resolve("mailbox"));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void keepsMailsForTheirOwnerAlone() throws Exception {
    assertEquals(List.of(), list());
    send("first");
    send("second");
    assertEquals(List.of("second", "first"), subjects());
    try (Stream<Path> files = Files.list(data.resolve("mailbox"))) {
      for (Path file : files.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
  }

  @Test
  void showsAMailByItsIdAndNothingElseOfTheMachine() throws Exception {
    send("hello");
    Files.writeString(data.resolve("secret.eml"), "secret");
    String id = list().getFirst().id();
    assertTrue(find(id).orElseThrow().endsWith("\n\nGrüße\n"));
    for (String other : List.of("../secret", "", "x", id + ".eml", "/" + id)) {
      assertEquals(Optional.empty(), find(other), other);
    }
  }

  @Test
  void keepsTheNewest() throws Exception {
    for (int i = 1; i <= 203; i++) {
      send("mail " + i);
    }
    assertEquals(200, list().size());
    assertEquals("mail 203", list().getFirst().subject());
    assertEquals("mail 4", list().getLast().subject());
  }

  private MailboxFolder open(Path folder) {
    return new MailboxFolder(
        vertx,
        new MailSettings(
            Optional.empty(), "TeamFlow <teamflow@localhost>", folder, "http://127.0.0.1:8080"));
  }

  private void send(String subject) throws Exception {
    mailbox.send(new Mail("ada@example.org", subject, "Grüße\n")).await(5, TimeUnit.SECONDS);
  }

  private List<MailboxFolder.Kept> list() throws Exception {
    return mailbox.list().await(5, TimeUnit.SECONDS);
  }

  private List<String> subjects() throws Exception {
    return list().stream().map(MailboxFolder.Kept::subject).toList();
  }

  private Optional<String> find(String id) throws Exception {
    return mailbox.find(id).await(5, TimeUnit.SECONDS);
  }
}
