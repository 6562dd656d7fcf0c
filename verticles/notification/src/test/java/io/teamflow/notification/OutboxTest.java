package io.teamflow.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.stream.database.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of a mail that waits: sent once, to the right person, with a token of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxTest {
  private final List<Mail> sent = new CopyOnWriteArrayList<>();
  private volatile boolean serverIsDown;
  private Vertx vertx;
  private TestDatabase database;
  private Outbox outbox;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.create();
    outbox = newOutbox();
  }

  @BeforeEach
  void empty() {
    serverIsDown = false;
    sent.clear();
    database.execute("TRUNCATE mail, mail_token, registration, account CASCADE");
  }

  @AfterAll
  void close() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
    database.close();
  }

  @Test
  void aVerificationCarriesATokenThatOnlyItsHashIsKeptOf() throws Exception {
    UUID account = account("ada@example.org");
    mail("VERIFY_EMAIL", "account_id", account.toString());
    drain();
    Mail mail = sent.getFirst();
    assertEquals("ada@example.org", mail.to());
    assertTrue(mail.text().contains("https://app.example.org/verify-email#token="), mail.text());
    MailToken token = tokenOf(mail);
    assertEquals(
        List.of("VERIFY_EMAIL " + account),
        select(
            "SELECT kind || ' ' || account_id FROM mail_token WHERE hash = '\\x"
                + HexFormat.of().formatHex(token.hash().getBytes())
                + "' AND expires_at BETWEEN now() + interval '23 hours' AND now() + interval '25"
                + " hours'"));
    assertFalse(select("SELECT t::text FROM mail_token t").toString().contains(token.text()));
    assertEquals(List.of("0"), select("SELECT count(*) FROM mail"));
  }

  @Test
  void aRegistrationIsConfirmedOrToldThatThereIsAnAccount() throws Exception {
    mail("CONFIRM_REGISTRATION", "registration_id", registration("new@example.org"));
    account("ada@example.org");
    mail("CONFIRM_REGISTRATION", "registration_id", registration("ada@example.org"));
    drain();
    assertEquals(2, sent.size());
    for (Mail mail : sent) {
      boolean known = mail.to().equals("ada@example.org");
      assertEquals(known, mail.subject().contains("already"), mail.subject());
      assertNotEquals(known, mail.text().contains("token="));
    }
    assertEquals(List.of("1"), select("SELECT count(*) FROM mail_token"));
  }

  @Test
  void aResetGoesToTheAccountAndToNobodyElse() throws Exception {
    account("ada@example.org");
    mail("RESET_PASSWORD", "email_key", "ada@example.org");
    mail("RESET_PASSWORD", "email_key", "stranger@example.org");
    drain();
    assertEquals(List.of("ada@example.org"), sent.stream().map(Mail::to).toList());
    assertEquals(List.of("0"), select("SELECT count(*) FROM mail"));
    assertEquals(List.of("1"), select("SELECT count(*) FROM mail_token"));
  }

  @Test
  void nobodyIsFloodedWithResets() throws Exception {
    account("ada@example.org");
    for (int i = 0; i < 8; i++) {
      mail("RESET_PASSWORD", "email_key", "ada@example.org");
      drain();
    }
    assertEquals(5, sent.size());
  }

  @Test
  void anOpenInvitationIsMailedWithATokenAndAnAddressIsNotFlooded() throws Exception {
    UUID inviter = account("ada@example.org");
    for (int i = 0; i < 7; i++) {
      mail("INVITATION", "invitation_id", invitation(inviter, "ben@example.org"));
    }
    String revoked = invitation(inviter, "eve@example.org");
    mail("INVITATION", "invitation_id", revoked);
    database.execute("UPDATE invitation SET closed_at = now() WHERE id = '" + revoked + "'");
    for (int i = 0; i < 3; i++) {
      drain();
    }
    assertEquals(List.of("ben@example.org"), sent.stream().map(Mail::to).distinct().toList());
    assertTrue(sent.size() >= 5 && sent.size() <= 8, sent.toString()); // four are under way at once
    assertTrue(
        sent.getFirst().text().contains("https://app.example.org/accept-invitation#token="),
        sent.getFirst().text());
    assertEquals(
        List.of(String.valueOf(7 - sent.size())),
        select("SELECT count(*) FROM mail WHERE due_at > now() + interval '50 minutes'"));
    assertEquals(
        List.of("INVITATION"),
        select(
            "SELECT kind FROM mail_token WHERE invitation_id IS NOT NULL AND hash = '\\x"
                + HexFormat.of().formatHex(tokenOf(sent.getFirst()).hash().getBytes())
                + "'"));
  }

  @Test
  void aNoticeTellsWhatHappenedOnLinesOfItsOwn() throws Exception {
    UUID account = account("ada@example.org");
    database.execute(
        "INSERT INTO mail (id, kind, account_id, detail) VALUES (gen_random_uuid(), 'NEW_SIGN_IN',"
            + " '"
            + account
            + "', '{\"device\":\"curl\\n\\nVisit http://evil\",\"address\":\"192.0.2.7\"}')");
    mail("PASSWORD_CHANGED", "account_id", account.toString());
    drain();
    String text = sent.getFirst().text() + sent.getLast().text();
    assertTrue(text.contains("program  curl Visit http://evil\n"), text);
    assertTrue(text.contains("address  192.0.2.7\n"), text);
    assertFalse(text.contains("token="), text);
  }

  @Test
  void whatCannotBeSentWaitsAndIsSentLater() throws Exception {
    UUID account = account("ada@example.org");
    mail("VERIFY_EMAIL", "account_id", account.toString());
    serverIsDown = true;
    drain();
    drain();
    assertEquals(
        List.of("1"),
        select("SELECT attempts FROM mail WHERE due_at > now() + interval '3 seconds'"));
    serverIsDown = false;
    database.execute("UPDATE mail SET due_at = now()");
    drain();
    assertEquals(1, sent.size());
  }

  @Test
  void whatIsHopelessIsGivenUp() throws Exception {
    UUID account = account("ada@example.org");
    mail("PASSWORD_CHANGED", "account_id", account.toString());
    serverIsDown = true;
    for (int i = 0; i < 10; i++) {
      database.execute("UPDATE mail SET due_at = now()");
      drain();
    }
    assertEquals(List.of("0"), select("SELECT count(*) FROM mail"));
  }

  @Test
  void workersThatLookAtOnceSendEachMailOnce() throws Exception {
    UUID account = account("ada@example.org");
    for (int i = 0; i < 60; i++) {
      mail("PASSWORD_CHANGED", "account_id", account.toString());
    }
    Outbox other = newOutbox();
    Future.all(outbox.drain(), other.drain(), outbox.drain()).await(20, TimeUnit.SECONDS);
    assertEquals(60, sent.size());
  }

  @Test
  void whatAWorkerTookAndNeverSentIsSentByAnotherLater() throws Exception {
    UUID account = account("ada@example.org");
    mail("PASSWORD_CHANGED", "account_id", account.toString());
    store().claim(10).await(10, TimeUnit.SECONDS); // and dies
    drain();
    assertEquals(0, sent.size());
    database.execute("UPDATE mail SET due_at = due_at - interval '1 minute'");
    drain();
    assertEquals(1, sent.size());
  }

  @Test
  void aDisabledOrDeletedAccountGetsNoMail() throws Exception {
    account("ada@example.org");
    for (String column : List.of("disabled_at", "deleted_at")) {
      database.execute("UPDATE account SET disabled_at = NULL, deleted_at = NULL");
      database.execute("UPDATE account SET " + column + " = now()");
      mail("RESET_PASSWORD", "email_key", "ada@example.org");
      drain();
    }
    assertEquals(List.of(), sent);
  }

  @Test
  void whatIsOverIsForgotten() throws Exception {
    registration("old@example.org");
    database.execute("UPDATE registration SET created_at = now() - interval '25 hours'");
    registration("new@example.org");
    database.purge(vertx, PgMailStore.OUTLIVED_REGISTRATIONS);
    assertEquals(List.of("new@example.org"), select("SELECT email FROM registration"));
  }

  @Test
  void theWaitDoublesUpToAQuarterOfAnHour() {
    assertEquals(Duration.ofSeconds(5), Outbox.waitAfter(1));
    assertEquals(Duration.ofSeconds(40), Outbox.waitAfter(4));
    assertEquals(Duration.ofMinutes(15), Outbox.waitAfter(10));
    assertEquals(Duration.ofMinutes(15), Outbox.waitAfter(1_000));
  }

  private Outbox newOutbox() {
    MailTransport transport =
        mail -> {
          if (serverIsDown) {
            return Future.failedFuture("the server is down");
          }
          sent.add(mail);
          return Future.succeededFuture();
        };
    return new Outbox(store(), transport, new MailTexts("https://app.example.org"));
  }

  private PgMailStore store() {
    return new PgMailStore(database.open(vertx));
  }

  private void drain() throws Exception {
    outbox.drain().await(20, TimeUnit.SECONDS);
  }

  private UUID account(String email) {
    UUID id = UUID.randomUUID();
    database.execute(
        "INSERT INTO account (id, email, email_key, name) VALUES ('%s', '%s', '%s', 'Ada')"
            .formatted(id, email, email));
    return id;
  }

  private String registration(String email) {
    UUID id = UUID.randomUUID();
    database.execute(
        "INSERT INTO registration (id, email, email_key, name, password_hash) VALUES ('%s', '%s', '%s', 'Ada', '')"
            .formatted(id, email, email));
    return id.toString();
  }

  private String invitation(UUID inviter, String email) {
    UUID id = UUID.randomUUID();
    UUID organization = UUID.randomUUID();
    UUID team = UUID.randomUUID();
    database.execute(
        "INSERT INTO organization (id, name) VALUES ('%s', 'O')".formatted(organization));
    database.execute(
        "INSERT INTO team (id, organization_id, name) VALUES ('%s', '%s', 'T')"
            .formatted(team, organization));
    database.execute(
        "INSERT INTO invitation (id, team_id, email, email_key, role, invited_by) VALUES ('%s', '%s', '%s', '%s', 'GUEST', '%s')"
            .formatted(id, team, email, email, inviter));
    return id.toString();
  }

  private void mail(String kind, String column, String owner) {
    database.execute(
        "INSERT INTO mail (id, kind, %s) VALUES (gen_random_uuid(), '%s', '%s')"
            .formatted(column, kind, owner));
  }

  private static MailToken tokenOf(Mail mail) {
    String text = mail.text();
    int from = text.indexOf("token=") + "token=".length();
    return new MailToken(text.substring(from, text.indexOf('\n', from)));
  }

  private List<String> select(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = database.connect();
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
