package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.ListOrganizationMembers;
import io.teamflow.codecs.task.ListTeamMembers;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.OrganizationRole;
import io.teamflow.codecs.task.PatchOrganizationMember;
import io.teamflow.codecs.task.PatchTeamMember;
import io.teamflow.codecs.task.RemoveOrganizationMember;
import io.teamflow.codecs.task.RemoveTeamMember;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.codecs.task.TeamRole;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may give whom which role, who may take whom out, and what everybody learns of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemberTest {
  private Office office;
  private UUID ada;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  /** Beside the target there is always another owner, so that only the ranks decide. */
  @ParameterizedTest(name = "{0} makes {1} {2}: {3}")
  @CsvSource({
    "OWNER,  OWNER,  ADMIN,  true",
    "OWNER,  OWNER,  MEMBER, true",
    "OWNER,  ADMIN,  OWNER,  true",
    "OWNER,  ADMIN,  MEMBER, true",
    "OWNER,  MEMBER, OWNER,  true",
    "OWNER,  MEMBER, ADMIN,  true",
    "ADMIN,  OWNER,  ADMIN,  false",
    "ADMIN,  OWNER,  MEMBER, false",
    "ADMIN,  OWNER,  OWNER,  false",
    "ADMIN,  ADMIN,  OWNER,  false",
    "ADMIN,  ADMIN,  MEMBER, true",
    "ADMIN,  MEMBER, OWNER,  false",
    "ADMIN,  MEMBER, ADMIN,  true",
    "MEMBER, OWNER,  MEMBER, false",
    "MEMBER, ADMIN,  MEMBER, false",
    "MEMBER, MEMBER, ADMIN,  false",
    "MEMBER, MEMBER, OWNER,  false",
    "MEMBER, MEMBER, MEMBER, false",
  })
  void nobodyGrantsAboveTheirOwnRoleNorChangesSomebodyAbove(
      OrganizationRole granter, OrganizationRole target, OrganizationRole role, boolean allowed)
      throws Exception {
    UUID organization = office.newOrganization(ada);
    UUID grants = office.hire("Granter");
    UUID other = office.hire("Other");
    office.enroll(organization, grants, granter.name());
    office.enroll(organization, other, target.name());
    PatchOrganizationMember command = new PatchOrganizationMember(organization, other, role);
    int before = office.story(organization).size();
    if (allowed) {
      Resource member = office.ask(OrganizationMessages.PATCH_MEMBER, grants, command);
      assertEquals(role.name(), Office.json(member.json()).get("role").asText());
      assertEquals(role.name(), rolesOfOrganization(organization).get(other.toString()));
      Office.Event told = office.story(organization).getLast();
      assertEquals("member.updated", told.type());
      assertEquals(told.payload(), office.story(other).getLast().payload());
      assertEquals(
          member, office.ask(OrganizationMessages.PATCH_MEMBER, ada, command), "nothing changes");
      assertEquals(before + 1, office.story(organization).size());
    } else {
      assertEquals(
          Code.FORBIDDEN,
          office.refusal(OrganizationMessages.PATCH_MEMBER, grants, command).code());
      assertEquals(target.name(), rolesOfOrganization(organization).get(other.toString()));
      assertEquals(before, office.story(organization).size());
    }
  }

  @ParameterizedTest(name = "{0} takes out {1}: {2}")
  @CsvSource({
    "OWNER,  OWNER,  true",
    "OWNER,  ADMIN,  true",
    "OWNER,  MEMBER, true",
    "ADMIN,  OWNER,  false",
    "ADMIN,  ADMIN,  true",
    "ADMIN,  MEMBER, true",
    "MEMBER, OWNER,  false",
    "MEMBER, ADMIN,  false",
    "MEMBER, MEMBER, false",
  })
  void nobodyTakesOutSomebodyAbove(
      OrganizationRole remover, OrganizationRole target, boolean allowed) throws Exception {
    UUID organization = office.newOrganization(ada);
    UUID removes = office.hire("Remover");
    UUID other = office.hire("Other");
    office.enroll(organization, removes, remover.name());
    office.enroll(organization, other, target.name());
    RemoveOrganizationMember command = new RemoveOrganizationMember(organization, other);
    if (allowed) {
      office.ask(OrganizationMessages.REMOVE_MEMBER, removes, command);
    } else {
      assertEquals(
          Code.FORBIDDEN,
          office.refusal(OrganizationMessages.REMOVE_MEMBER, removes, command).code());
    }
    assertEquals(!allowed, rolesOfOrganization(organization).containsKey(other.toString()));
  }

  @Test
  void whoIsTakenOutOfTheOrganizationIsOutOfEachOfItsTeamsAndEachIsTold() throws Exception {
    UUID organization = office.newOrganization(ada);
    UUID ben = office.hire("Ben");
    office.enroll(organization, ben, "MEMBER");
    UUID asMember = newTeam(ada, organization);
    office.join(asMember, ben, "MEMBER");
    UUID asAdmin = newTeam(ben, organization);
    UUID elsewhere = office.newTeam(ada);
    office.join(elsewhere, ben, "MEMBER");
    office.published.clear();

    office.ask(
        OrganizationMessages.REMOVE_MEMBER, ada, new RemoveOrganizationMember(organization, ben));

    for (UUID stream : List.of(organization, asMember)) {
      assertEquals("member.removed", office.story(stream).getLast().type());
      assertTrue(office.story(stream).getLast().payload().contains(ben.toString()));
    }
    assertEquals(
        List.of("member.removed", "member.added"),
        office.story(asAdmin).stream().map(Office.Event::type).sorted().toList().reversed());
    assertEquals(Map.of(ada.toString(), "ADMIN"), rolesOfTeam(asAdmin));
    assertEquals(
        Code.NOT_FOUND, office.refusal(TeamMessages.GET, ben, new GetTeam(asMember)).code());
    assertEquals("MEMBER", rolesOfTeam(elsewhere).get(ben.toString()));
    assertEquals(
        3, office.story(ben).stream().filter(e -> e.type().equals("member.removed")).count());
    for (CommittedEvent event : office.published) {
      assertEquals(
          event.payload(),
          office.story(event.stream().id()).get((int) event.seq() - 1).payload(),
          event.stream().channel());
    }
    assertEquals(8, office.published.size());
  }

  @Test
  void oneselfLeavesUnlessAnOrganizationOrATeamNeedsOne() throws Exception {
    UUID organization = office.newOrganization(ada);
    UUID ben = office.hire("Ben");
    office.enroll(organization, ben, "MEMBER");
    UUID team = newTeam(ben, organization);
    RemoveOrganizationMember self = new RemoveOrganizationMember(organization, ben);
    Failure needed = office.refusal(OrganizationMessages.REMOVE_MEMBER, ben, self);
    assertEquals(Code.CONFLICT, needed.code());
    assertTrue(needed.detail().contains("Crew"), needed.detail());
    office.join(team, ada, "ADMIN");
    office.ask(OrganizationMessages.REMOVE_MEMBER, ben, self);
    assertFalse(rolesOfOrganization(organization).containsKey(ben.toString()));
    assertEquals(
        Code.CONFLICT,
        office
            .refusal(
                OrganizationMessages.REMOVE_MEMBER,
                ada,
                new RemoveOrganizationMember(organization, ada))
            .code());
    assertEquals(
        Code.CONFLICT,
        office
            .refusal(
                OrganizationMessages.PATCH_MEMBER,
                ada,
                new PatchOrganizationMember(organization, ada, OrganizationRole.ADMIN))
            .code());
  }

  @Test
  void ofTwoOwnersLeavingAtOnceOneStays() throws Exception {
    for (int round = 0; round < 10; round++) {
      UUID organization = office.newOrganization(ada);
      UUID other = office.hire("Other");
      office.enroll(organization, other, "OWNER");
      List<Future<?>> leaving = new ArrayList<>();
      leaving.add(removeSelf(organization, ada));
      leaving.add(
          round % 2 == 0
              ? removeSelf(organization, other)
              : office.bus.request(
                  OrganizationMessages.PATCH_MEMBER,
                  Office.callerOf(other),
                  new PatchOrganizationMember(organization, other, OrganizationRole.MEMBER)));
      Future.join(leaving).otherwiseEmpty().await();
      assertEquals(1, leaving.stream().filter(Future::succeeded).count());
      assertEquals(2, office.story(organization).size());
    }
  }

  @Test
  void aTeamsAdminsGiveRolesAndTakeOutAndOneStays() throws Exception {
    UUID team = office.newTeam(ada);
    UUID ben = office.hire("Ben");
    UUID guest = office.hire("Guest");
    office.join(team, ben, "MEMBER");
    office.join(team, guest, "GUEST");
    for (UUID none : List.of(ben, guest)) {
      assertEquals(
          Code.FORBIDDEN,
          office
              .refusal(
                  TeamMessages.PATCH_MEMBER, none, new PatchTeamMember(team, none, TeamRole.ADMIN))
              .code());
      assertEquals(
          Code.FORBIDDEN,
          office.refusal(TeamMessages.REMOVE_MEMBER, none, new RemoveTeamMember(team, ada)).code());
    }
    assertEquals(
        Code.CONFLICT,
        office
            .refusal(
                TeamMessages.PATCH_MEMBER, ada, new PatchTeamMember(team, ada, TeamRole.MEMBER))
            .code());
    office.ask(TeamMessages.PATCH_MEMBER, ada, new PatchTeamMember(team, ben, TeamRole.ADMIN));
    office.ask(TeamMessages.PATCH_MEMBER, ben, new PatchTeamMember(team, ada, TeamRole.GUEST));
    assertEquals(
        Code.CONFLICT,
        office.refusal(TeamMessages.REMOVE_MEMBER, ben, new RemoveTeamMember(team, ben)).code());
    office.ask(TeamMessages.REMOVE_MEMBER, ben, new RemoveTeamMember(team, guest));
    office.ask(TeamMessages.REMOVE_MEMBER, ada, new RemoveTeamMember(team, ada));
    assertEquals(Map.of(ben.toString(), "ADMIN"), rolesOfTeam(ben, team));
    assertEquals(
        List.of("member.updated", "member.updated", "member.removed", "member.removed"),
        office.story(team).stream().map(Office.Event::type).toList());
    assertEquals("member.removed", office.story(guest).getLast().type());
  }

  @Test
  void anAdminOfTheOrganizationActsAsAdminOfItsTeams() throws Exception {
    UUID organization = office.newOrganization(ada);
    UUID ben = office.hire("Ben");
    office.enroll(organization, ben, "ADMIN");
    UUID team = newTeam(ada, organization);
    UUID eve = office.hire("Eve");
    office.join(team, eve, "MEMBER");
    office.ask(TeamMessages.PATCH_MEMBER, ben, new PatchTeamMember(team, eve, TeamRole.ADMIN));
    office.ask(TeamMessages.REMOVE_MEMBER, ben, new RemoveTeamMember(team, ada));
    assertEquals(Map.of(eve.toString(), "ADMIN"), rolesOfTeam(eve, team));
  }

  @Test
  void strangersCannotTellWhoIsAMember() throws Exception {
    UUID stranger = office.hire("Stranger");
    UUID organization = office.newOrganization(ada);
    UUID team = newTeam(ada, organization);
    assertEquals(
        List.of(Code.NOT_FOUND),
        List.of(
                office.refusal(
                    OrganizationMessages.LIST_MEMBERS,
                    stranger,
                    new ListOrganizationMembers(organization, PageRequest.first())),
                office.refusal(
                    OrganizationMessages.PATCH_MEMBER,
                    stranger,
                    new PatchOrganizationMember(organization, ada, OrganizationRole.MEMBER)),
                office.refusal(
                    OrganizationMessages.PATCH_MEMBER,
                    ada,
                    new PatchOrganizationMember(organization, stranger, OrganizationRole.MEMBER)),
                office.refusal(
                    OrganizationMessages.REMOVE_MEMBER,
                    stranger,
                    new RemoveOrganizationMember(organization, ada)),
                office.refusal(
                    TeamMessages.PATCH_MEMBER,
                    stranger,
                    new PatchTeamMember(team, ada, TeamRole.GUEST)),
                office.refusal(
                    TeamMessages.REMOVE_MEMBER, stranger, new RemoveTeamMember(team, ada)),
                office.refusal(
                    TeamMessages.REMOVE_MEMBER, ada, new RemoveTeamMember(team, stranger)))
            .stream()
            .map(Failure::code)
            .distinct()
            .toList());
  }

  private Future<Done> removeSelf(UUID organization, UUID user) {
    return office.bus.request(
        OrganizationMessages.REMOVE_MEMBER,
        Office.callerOf(user),
        new RemoveOrganizationMember(organization, user));
  }

  private UUID newTeam(UUID admin, UUID organization) throws Exception {
    return office
        .ask(TeamMessages.CREATE, admin, new CreateTeam(Office.newId(), organization, "Crew"))
        .id();
  }

  private Map<String, String> rolesOfOrganization(UUID organization) throws Exception {
    return roles(
        office
            .ask(
                OrganizationMessages.LIST_MEMBERS,
                ada,
                new ListOrganizationMembers(organization, PageRequest.first()))
            .items());
  }

  private Map<String, String> rolesOfTeam(UUID team) throws Exception {
    return rolesOfTeam(ada, team);
  }

  private Map<String, String> rolesOfTeam(UUID reader, UUID team) throws Exception {
    return roles(
        office
            .ask(TeamMessages.LIST_MEMBERS, reader, new ListTeamMembers(team, PageRequest.first()))
            .items());
  }

  private static Map<String, String> roles(String members) {
    List<JsonNode> all = new ArrayList<>();
    Office.json(members).forEach(all::add);
    return all.stream()
        .collect(
            Collectors.toMap(
                member -> member.get("userId").asText(),
                member -> member.get("role").asText(),
                (a, _) -> a,
                TreeMap::new));
  }
}
