package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.CreateTicket;
import io.teamflow.codecs.auth.CreatedTicket;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.RedeemTicket;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.TicketHolder;
import io.teamflow.codecs.bus.Failure.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tickets for sockets: used once, soon, and only while the session lasts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketsTest {
  private TestAuth auth;

  @BeforeAll
  void start() throws Exception {
    auth = TestAuth.start();
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
  }

  @Test
  void aTicketSaysOnceForWhomItIs() throws Exception {
    SignedIn in = auth.register();
    Instant until = Instant.now().plusSeconds(900).truncatedTo(ChronoUnit.MILLIS);
    CreatedTicket ticket = create(in, until);
    assertTrue(ticket.expiresAt().isBefore(Instant.now().plus(Duration.ofSeconds(31))));
    TicketHolder holder = auth.ask(AuthMessages.REDEEM_TICKET, TestAuth.ANYONE, redeem(ticket));
    assertEquals(
        new TicketHolder(
            in.user().id(), Objects.requireNonNull(TestAuth.callerOf(in).sessionId()), until),
        holder);
    refused(ticket);
  }

  @Test
  void theTableHoldsNothingThatOpensASocket() throws Exception {
    CreatedTicket ticket = create(auth.register(), Instant.now().plusSeconds(900));
    assertTrue(ticket.ticket().startsWith("tft_"));
    assertEquals(
        List.of("0"),
        auth.select(
            "SELECT count(*) FROM ticket t WHERE t::text LIKE '%"
                + ticket.ticket().substring(4)
                + "%'"));
  }

  @Test
  void anOldTicketIsRefused() throws Exception {
    CreatedTicket ticket = create(auth.register(), Instant.now().plusSeconds(900));
    auth.database.execute("UPDATE ticket SET expires_at = now()");
    refused(ticket);
  }

  @Test
  void aTicketOfAnExpiredTokenIsRefused() throws Exception {
    refused(create(auth.register(), Instant.now().minusSeconds(1)));
  }

  @Test
  void aTicketOfAnEndedSessionIsRefusedAndNoneIsMade() throws Exception {
    SignedIn in = auth.register();
    CreatedTicket ticket = create(in, Instant.now().plusSeconds(900));
    auth.ask(AuthMessages.LOGOUT_ALL, TestAuth.callerOf(in), new LogoutAll());
    refused(ticket);
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(
                AuthMessages.CREATE_TICKET,
                TestAuth.callerOf(in),
                new CreateTicket(Instant.now().plusSeconds(900)))
            .code());
  }

  @Test
  void nobodyHoardsTickets() throws Exception {
    SignedIn in = auth.register();
    for (int i = 0; i < 50; i++) {
      create(in, Instant.now().plusSeconds(900));
    }
    assertEquals(
        Code.LIMITED,
        auth.refusal(
                AuthMessages.CREATE_TICKET,
                TestAuth.callerOf(in),
                new CreateTicket(Instant.now().plusSeconds(900)))
            .code());
    String session = String.valueOf(TestAuth.callerOf(in).sessionId());
    auth.database.execute(
        "UPDATE ticket SET expires_at = now() WHERE session_id = '" + session + "'");
    create(in, Instant.now().plusSeconds(900));
    assertEquals(
        List.of("1"),
        auth.select("SELECT count(*) FROM ticket WHERE session_id = '" + session + "'"));
  }

  private CreatedTicket create(SignedIn in, Instant tokenExpiresAt) throws Exception {
    return auth.ask(
        AuthMessages.CREATE_TICKET, TestAuth.callerOf(in), new CreateTicket(tokenExpiresAt));
  }

  private static RedeemTicket redeem(CreatedTicket ticket) {
    return new RedeemTicket(
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(OpaqueToken.hashOf(ticket.ticket()).getBytes()));
  }

  private void refused(CreatedTicket ticket) throws Exception {
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.REDEEM_TICKET, TestAuth.ANYONE, redeem(ticket)).code());
  }
}
