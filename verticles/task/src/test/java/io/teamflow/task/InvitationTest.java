package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.AcceptInvitation;
import io.teamflow.codecs.task.CreateInvitation;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.InvitationMessages;
import io.teamflow.codecs.task.ListInvitations;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.RevokeInvitation;
import io.teamflow.codecs.task.TeamRole;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may invite whom, and what the link of the mail opens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitationTest {
  private Office office;
  private UUID ada;
  private UUID team;
  private String address;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @BeforeEach
  void found() throws Exception {
    team = office.newTeam(ada);
    address = Office.newId() + "@example.org";
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void whoAcceptsIsAMemberOfTeamAndOrganizationAndTheirAddressIsProved() throws Exception {
    String token = mailed(invite(TeamRole.MEMBER));
    UUID ben = register(address); // after being invited
    Resource joined = accept(ben, token).await();
    assertEquals(team, joined.id());
    assertEquals("MEMBER", Office.json(joined.json()).get("role").asText());
    assertEquals("member.added", office.story(team).getLast().type());
    assertEquals(
        2, office.story(ben).stream().filter(e -> e.type().equals("member.added")).count());
    UUID organization = UUID.fromString(Office.json(joined.json()).get("organizationId").asText());
    office.ask(OrganizationMessages.GET, ben, new GetOrganization(organization));
    assertEquals(
        List.of("t"),
        office.select(
            "SELECT email_verified_at IS NOT NULL FROM account WHERE id = '" + ben + "'"));
    assertEquals(Code.INVALID, refusal(ben, token), "single use");
    assertEquals("[]", pending());
  }

  @Test
  void aGuestJoinsTheTeamAlone() throws Exception {
    String token = mailed(invite(TeamRole.GUEST));
    UUID ben = register(address);
    Resource joined = accept(ben, token).await();
    UUID organization = UUID.fromString(Office.json(joined.json()).get("organizationId").asText());
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(OrganizationMessages.GET, ben, new GetOrganization(organization)).code());
  }

  @Test
  void ofManyWhoUseALinkAtOnceOneGetsIn() throws Exception {
    String token = mailed(invite(TeamRole.MEMBER));
    UUID ben = register(address);
    List<Future<Resource>> tries = IntStream.range(0, 4).mapToObj(_ -> accept(ben, token)).toList();
    Future.join(tries).otherwiseEmpty().await();
    assertEquals(1, tries.stream().filter(Future::succeeded).count());
    assertEquals(1, office.story(team).size());
  }

  @Test
  void anotherAddressAnExpiredOneARevokedOneAndAForgedOneOpenNothing() throws Exception {
    Resource invitation = invite(TeamRole.MEMBER);
    String token = mailed(invitation);
    UUID eve = register("eve-" + address);
    assertEquals(Code.FORBIDDEN, refusal(eve, token));
    UUID ben = register(address);
    assertEquals(Code.INVALID, refusal(ben, "forged"));
    office.database.execute(
        "UPDATE invitation SET expires_at = now() WHERE id = '" + invitation.id() + "'");
    assertEquals(Code.INVALID, refusal(ben, token));
    Resource again = invite(TeamRole.MEMBER);
    String another = mailed(again);
    office.ask(InvitationMessages.REVOKE, ada, new RevokeInvitation(again.id()));
    assertEquals(Code.INVALID, refusal(ben, another));
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(InvitationMessages.REVOKE, ada, new RevokeInvitation(again.id())).code());
    assertEquals(0, office.story(team).size());
  }

  @Test
  void theSameAddressInvitedAgainHasOneOpenInvitationInAnySpelling() throws Exception {
    String first = mailed(invite(TeamRole.GUEST));
    Resource second = invite(address.toUpperCase(java.util.Locale.ROOT), TeamRole.MEMBER);
    assertEquals("[" + second.json() + "]", pending());
    UUID ben = register(address);
    assertEquals(Code.INVALID, refusal(ben, first));
    accept(ben, mailed(second)).await();
  }

  @Test
  void onlyAdminsInviteAndSeeAndRevoke() throws Exception {
    Resource invitation = invite(TeamRole.MEMBER);
    for (String role : List.of("MEMBER", "GUEST")) {
      UUID below = office.hire(role);
      office.join(team, below, role);
      for (TeamRole wanted : TeamRole.values()) {
        assertEquals(
            Code.FORBIDDEN,
            office
                .refusal(
                    InvitationMessages.CREATE,
                    below,
                    new CreateInvitation(Office.newId(), team, address, wanted))
                .code());
      }
      assertEquals(
          Code.FORBIDDEN,
          office
              .refusal(
                  InvitationMessages.LIST, below, new ListInvitations(team, PageRequest.first()))
              .code());
      assertEquals(
          Code.FORBIDDEN,
          office
              .refusal(InvitationMessages.REVOKE, below, new RevokeInvitation(invitation.id()))
              .code());
    }
    UUID stranger = office.hire("Stranger");
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(
                InvitationMessages.CREATE,
                stranger,
                new CreateInvitation(Office.newId(), team, address, TeamRole.GUEST))
            .code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(InvitationMessages.REVOKE, stranger, new RevokeInvitation(invitation.id()))
            .code());
  }

  @Test
  void aTeamHasAtMostAHundredOpenInvitationsAndARepeatIsTheFirst() throws Exception {
    CreateInvitation command = new CreateInvitation(Office.newId(), team, address, TeamRole.MEMBER);
    Resource first = office.ask(InvitationMessages.CREATE, ada, command);
    assertEquals(first, office.ask(InvitationMessages.CREATE, ada, command));
    assertEquals(
        List.of("1"),
        office.select("SELECT count(*) FROM mail WHERE invitation_id = '" + first.id() + "'"));
    office.database.execute(
        """
        INSERT INTO invitation (id, team_id, email, email_key, role, invited_by)
        SELECT gen_random_uuid(), '%s', n || '@example.org', n || '@example.org', 'GUEST', '%s'
          FROM generate_series(1, 99) n
        """
            .formatted(team, ada));
    assertEquals(
        Code.CONFLICT,
        office
            .refusal(
                InvitationMessages.CREATE,
                ada,
                new CreateInvitation(Office.newId(), team, "x" + address, TeamRole.GUEST))
            .code());
    assertNotEquals(first.id(), invite(TeamRole.GUEST).id(), "replacing needs no room");
    assertFalse(pending().contains(first.id().toString()));
  }

  private Resource invite(TeamRole role) throws Exception {
    return invite(address, role);
  }

  private Resource invite(String email, TeamRole role) throws Exception {
    return office.ask(
        InvitationMessages.CREATE, ada, new CreateInvitation(Office.newId(), team, email, role));
  }

  /** The token of the mail, as the worker that sends it makes one. */
  private String mailed(Resource invitation) {
    String token = Office.newId().toString();
    office.database.execute(
        """
        INSERT INTO mail_token (hash, kind, invitation_id, expires_at)
        VALUES (sha256('%s'), 'INVITATION', '%s', now() + interval '7 days')
        """
            .formatted(token, invitation.id()));
    return token;
  }

  private UUID register(String email) {
    UUID user = office.hire("Ben");
    office.database.execute(
        "UPDATE account SET email = '%s', email_key = '%s' WHERE id = '%s'"
            .formatted(email, email, user));
    return user;
  }

  private Future<Resource> accept(UUID user, String token) {
    return office.bus.request(
        InvitationMessages.ACCEPT, Office.callerOf(user), new AcceptInvitation(token));
  }

  private Code refusal(UUID user, String token) {
    return office.refusal(InvitationMessages.ACCEPT, user, new AcceptInvitation(token)).code();
  }

  private String pending() throws Exception {
    return office
        .ask(InvitationMessages.LIST, ada, new ListInvitations(team, PageRequest.first()))
        .items();
  }
}
