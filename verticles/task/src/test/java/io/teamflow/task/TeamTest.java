package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.LeaveTeam;
import io.teamflow.codecs.task.ListOrganizationMembers;
import io.teamflow.codecs.task.ListOrganizations;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.ListTeamMembers;
import io.teamflow.codecs.task.ListTeams;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.TeamMessages;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TeamTest {
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

  @Test
  void theFounderOwnsTheOrganizationAndARepeatFoundsNoSecond() throws Exception {
    UUID founder = office.hire("Founder");
    CreateOrganization command = new CreateOrganization(Office.newId(), "Engines");
    Resource founded = office.ask(OrganizationMessages.CREATE, founder, command);
    assertEquals(founded, office.ask(OrganizationMessages.CREATE, founder, command));
    assertEquals("OWNER", Office.json(founded.json()).get("role").asText());
    assertEquals(
        founded, office.ask(OrganizationMessages.GET, founder, new GetOrganization(founded.id())));
    assertEquals(
        "[" + founded.json() + "]",
        office
            .ask(OrganizationMessages.LIST, founder, new ListOrganizations(PageRequest.first()))
            .items());
    assertEquals(1, office.story(founded.id()).size());
  }

  @Test
  void aRepeatedTeamOrProjectIsTheFirstOne() throws Exception {
    UUID organization = office.newOrganization(ada);
    CreateTeam team = new CreateTeam(Office.newId(), organization, "Core");
    Resource created = office.ask(TeamMessages.CREATE, ada, team);
    assertEquals(created, office.ask(TeamMessages.CREATE, ada, team));
    assertEquals(created, office.ask(TeamMessages.GET, ada, new GetTeam(created.id())));
    CreateProject project = new CreateProject(Office.newId(), created.id(), "Web site", null);
    Resource first = office.ask(ProjectMessages.CREATE, ada, project);
    assertEquals(first, office.ask(ProjectMessages.CREATE, ada, project));
    assertEquals(first, office.ask(ProjectMessages.GET, ada, new GetProject(first.id())));
    assertEquals(
        "[" + first.json() + "]",
        office
            .ask(ProjectMessages.LIST, ada, new ListProjects(created.id(), PageRequest.first()))
            .items());
    assertTrue(
        office
            .ask(ProjectMessages.LIST, ada, new ListProjects(null, new PageRequest(200, null)))
            .items()
            .contains(first.json()));
    assertEquals(1, office.story(created.id()).size());
  }

  @Test
  void keysAreDerivedNumberedAndRefusedWhenTaken() throws Exception {
    UUID team = office.newTeam(ada);
    List<String> keys = new ArrayList<>();
    for (String name : List.of("Web site", "Web shop", "Überall", "4", "日本")) {
      keys.add(
          Office.json(
                  office
                      .ask(
                          ProjectMessages.CREATE,
                          ada,
                          new CreateProject(Office.newId(), team, name, null))
                      .json())
              .get("key")
              .asText());
    }
    assertEquals(List.of("WEB", "WEB2", "UBER", "P4X", "PX"), keys);
    assertEquals(
        Code.CONFLICT,
        office
            .refusal(
                ProjectMessages.CREATE,
                ada,
                new CreateProject(Office.newId(), team, "Other", "WEB"))
            .code());
  }

  @Test
  void strangersFindNeitherOrganizationNorTeamNorProject() throws Exception {
    UUID stranger = office.hire("Stranger");
    UUID organization = office.newOrganization(ada);
    UUID team =
        office
            .ask(TeamMessages.CREATE, ada, new CreateTeam(Office.newId(), organization, "T"))
            .id();
    UUID project = office.newProject(ada, team);
    PageRequest page = PageRequest.first();
    List<Code> codes =
        List.of(
            office
                .refusal(OrganizationMessages.GET, stranger, new GetOrganization(organization))
                .code(),
            office
                .refusal(
                    TeamMessages.CREATE,
                    stranger,
                    new CreateTeam(Office.newId(), organization, "T"))
                .code(),
            office.refusal(TeamMessages.LIST, stranger, new ListTeams(organization, page)).code(),
            office.refusal(TeamMessages.GET, stranger, new GetTeam(team)).code(),
            office
                .refusal(TeamMessages.LIST_MEMBERS, stranger, new ListTeamMembers(team, page))
                .code(),
            office.refusal(TeamMessages.LEAVE, stranger, new LeaveTeam(team)).code(),
            office
                .refusal(
                    ProjectMessages.CREATE,
                    stranger,
                    new CreateProject(Office.newId(), team, "P", null))
                .code(),
            office.refusal(ProjectMessages.LIST, stranger, new ListProjects(team, page)).code(),
            office.refusal(ProjectMessages.GET, stranger, new GetProject(project)).code());
    assertEquals(List.of(Code.NOT_FOUND), codes.stream().distinct().toList());
    assertEquals(
        "[]", office.ask(ProjectMessages.LIST, stranger, new ListProjects(null, page)).items());
  }

  @Test
  void listsSayWhereTheChannelsOfTeamAndOrganizationStand() throws Exception {
    UUID organization = office.newOrganization(ada);
    UUID team =
        office
            .ask(TeamMessages.CREATE, ada, new CreateTeam(Office.newId(), organization, "T"))
            .id();
    office.newProject(ada, team);
    PageRequest page = PageRequest.first();
    long ofTeam = office.story(team).getLast().seq();
    assertEquals(
        List.of(ofTeam, ofTeam),
        List.of(
            head(office.ask(TeamMessages.LIST_MEMBERS, ada, new ListTeamMembers(team, page))),
            head(office.ask(ProjectMessages.LIST, ada, new ListProjects(team, page)))));
    long ofOrganization = office.story(organization).getLast().seq();
    assertEquals(
        List.of(ofOrganization, ofOrganization),
        List.of(
            head(office.ask(TeamMessages.LIST, ada, new ListTeams(organization, page))),
            head(
                office.ask(
                    OrganizationMessages.LIST_MEMBERS,
                    ada,
                    new ListOrganizationMembers(organization, page)))));
  }

  private static long head(ResourcePage page) {
    return Objects.requireNonNull(page.position()).seq();
  }

  @Test
  void guestsCreateNoProjects() throws Exception {
    UUID team = office.newTeam(ada);
    UUID guest = office.hire("Guest");
    office.join(team, guest, "GUEST");
    assertEquals(
        Code.FORBIDDEN,
        office
            .refusal(
                ProjectMessages.CREATE, guest, new CreateProject(Office.newId(), team, "P", null))
            .code());
    assertEquals(
        2,
        Office.json(
                office
                    .ask(
                        TeamMessages.LIST_MEMBERS,
                        guest,
                        new ListTeamMembers(team, PageRequest.first()))
                    .items())
            .size());
  }

  @Test
  void ofTwoAdminsLeavingAtOnceOneStays() throws Exception {
    for (int round = 0; round < 10; round++) {
      UUID team = office.newTeam(ada);
      UUID other = office.hire("Other");
      office.join(team, other, "ADMIN");
      List<Future<Done>> leaving =
          List.of(
              office.bus.request(TeamMessages.LEAVE, Office.callerOf(ada), new LeaveTeam(team)),
              office.bus.request(TeamMessages.LEAVE, Office.callerOf(other), new LeaveTeam(team)));
      Future.join(leaving).otherwiseEmpty().await();
      assertEquals(1, leaving.stream().filter(Future::succeeded).count());
      assertEquals(1, office.story(team).size());
    }
  }
}
