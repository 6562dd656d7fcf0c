package io.teamflow.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.mail.MailConfig;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Handing mails to a real SMTP server: what arrives, and to which servers nothing is handed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmtpTransportTest {
  private static final String FROM = "TeamFlow <teamflow@example.org>";
  private static final Mail MAIL =
      new Mail("ada@example.org", "Set a new password", "Grüße – 你好\n.\nthe end\n");

  @TempDir private Path folder;
  private Vertx vertx;
  private GreenMail server;

  @BeforeAll
  void start() {
    vertx = Vertx.vertx();
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
            });
    server.start();
    server.setUser("teamflow", "s3:cret");
    server.getManagers().getUserManager().setAuthRequired(true);
  }

  @BeforeEach
  void empty() throws Exception {
    server.purgeEmailFromAllMailboxes();
  }

  @AfterAll
  void close() throws Exception {
    server.stop();
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void whatWasSentArrivesAsItWas() throws Exception {
    send(new SmtpTransport(vertx, plain("teamflow:s3:cret@"), FROM));
    assertArrived();
  }

  @Test
  void aServerThatDoesNotKnowUsGetsNothing() {
    refuses(new SmtpTransport(vertx, plain("teamflow:wrong@"), FROM));
  }

  @Test
  void aServerWithoutEncryptionGetsNeitherPasswordNorMail() {
    URI server = URI.create(plain("teamflow:s3:cret@").toString().replace("?tls=none", ""));
    refuses(new SmtpTransport(vertx, server, FROM));
  }

  @Test
  void aServerThatNobodyVouchesForGetsNothing() {
    refuses(new SmtpTransport(vertx, encrypted(), FROM));
  }

  @Test
  void anEncryptedServerThatIsTrustedTakesTheMail() throws Exception {
    MailConfig config = SmtpTransport.config(encrypted());
    config.setTrustAll(true).setHostnameVerificationAlgorithm("");
    send(new SmtpTransport(vertx, config, FROM));
    assertArrived();
  }

  @Test
  void aServerWithStarttlsIsSpokenToInPrivateOnceItIsTrusted() throws Exception {
    PfxOptions certificate = StarttlsProxy.certificate(folder);
    StarttlsProxy proxy = new StarttlsProxy(vertx, certificate, server.getSmtp().getPort());
    URI uri = URI.create("smtp://teamflow:s3:cret@localhost:" + proxy.listen());
    refuses(new SmtpTransport(vertx, uri, FROM));
    MailConfig config = SmtpTransport.config(uri);
    config.setTrustOptions(certificate);
    proxy.heardInClear.clear();
    send(new SmtpTransport(vertx, config, FROM));
    assertArrived();
    assertEquals(
        List.of("EHLO", "STARTTLS"),
        proxy.heardInClear.stream().map(line -> line.strip().split(" ", -1)[0]).toList());
  }

  private void assertArrived() throws Exception {
    List<MimeMessage> received = List.of(server.getReceivedMessages());
    assertEquals(1, received.size());
    MimeMessage mail = received.getFirst();
    assertEquals(MAIL.subject(), mail.getSubject());
    assertEquals(MAIL.to(), mail.getAllRecipients()[0].toString());
    assertEquals(FROM, mail.getFrom()[0].toString());
    assertEquals(MAIL.text().strip(), mail.getContent().toString().replace("\r\n", "\n").strip());
  }

  private static void send(SmtpTransport transport) throws Exception {
    transport.send(MAIL).await(10, TimeUnit.SECONDS);
  }

  private void refuses(SmtpTransport transport) {
    Exception why = assertThrows(Exception.class, () -> send(transport));
    assertFalse(why instanceof TimeoutException, "it says no, and does not leave us waiting");
    assertEquals(0, server.getReceivedMessages().length);
  }

  private URI plain(String user) {
    return URI.create("smtp://" + user + "127.0.0.1:" + server.getSmtp().getPort() + "?tls=none");
  }

  private URI encrypted() {
    return URI.create("smtps://teamflow:s3:cret@127.0.0.1:" + server.getSmtps().getPort());
  }
}
