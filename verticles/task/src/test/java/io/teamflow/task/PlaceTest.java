package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.DeleteOrganization;
import io.teamflow.codecs.task.DeleteProject;
import io.teamflow.codecs.task.DeleteTeam;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.PatchOrganization;
import io.teamflow.codecs.task.PatchProject;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.PatchTeam;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.ProjectPatch;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TeamMessages;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What becomes of organizations, teams and projects after they were made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaceTest {
  private Office office;
  private UUID ada;
  private UUID organization;
  private UUID admin;
  private UUID member;
  private UUID guest;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
    organization = office.newOrganization(ada);
    admin = office.hire("Admin");
    member = office.hire("Member");
    guest = office.hire("Guest");
    office.enroll(organization, admin, "ADMIN");
    office.enroll(organization, member, "MEMBER");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void ownersAndAdminsRenameAnOrganizationAndItsStoryTells() throws Exception {
    Resource before =
        office.ask(OrganizationMessages.GET, admin, new GetOrganization(organization));
    PatchOrganization command = new PatchOrganization(organization, before.version(), "Renamed");
    assertEquals(
        Code.FORBIDDEN, office.refusal(OrganizationMessages.PATCH, member, command).code());
    assertEquals(Code.NOT_FOUND, office.refusal(OrganizationMessages.PATCH, guest, command).code());
    Resource after = office.ask(OrganizationMessages.PATCH, admin, command);
    assertEquals("Renamed", Office.json(after.json()).get("name").asText());
    assertEquals("ADMIN", Office.json(after.json()).get("role").asText());
    assertEquals(before.version() + 1, after.version());
    assertEquals("organization.updated", office.story(organization).getLast().type());
    PatchOrganization late = new PatchOrganization(organization, before.version(), "Late");
    Failure stale = office.refusal(OrganizationMessages.PATCH, admin, late);
    assertEquals(Code.PRECONDITION, stale.code());
    assertEquals(after, stale.current());
    int told = office.story(organization).size();
    assertEquals(after, office.ask(OrganizationMessages.PATCH, admin, command), "sent again");
    assertEquals(
        after,
        office.ask(
            OrganizationMessages.PATCH,
            admin,
            new PatchOrganization(organization, after.version(), "Renamed")));
    assertEquals(told, office.story(organization).size());
  }

  @Test
  void anOrganizationGoesAfterItsTeamsAndATeamAfterItsProjects() throws Exception {
    UUID own = office.newOrganization(ada);
    office.enroll(own, admin, "ADMIN");
    UUID team = newTeam(own, "Core");
    Resource project = newProject(team);
    assertEquals(
        Code.FORBIDDEN,
        office.refusal(OrganizationMessages.DELETE, admin, new DeleteOrganization(own, 1)).code());
    Failure teams =
        office.refusal(OrganizationMessages.DELETE, ada, new DeleteOrganization(own, 1));
    assertEquals(Code.CONFLICT, teams.code());
    assertTrue(teams.detail().contains("Core"), teams.detail());
    Failure projects = office.refusal(TeamMessages.DELETE, ada, new DeleteTeam(team, 1));
    assertEquals(Code.CONFLICT, projects.code());
    assertTrue(projects.detail().contains("Web site"), projects.detail());

    office.ask(ProjectMessages.DELETE, ada, new DeleteProject(project.id(), project.version()));
    assertEquals(
        Code.PRECONDITION,
        office.refusal(TeamMessages.DELETE, ada, new DeleteTeam(team, 7)).code());
    office.ask(TeamMessages.DELETE, ada, new DeleteTeam(team, 1));
    office.ask(OrganizationMessages.DELETE, ada, new DeleteOrganization(own, 1));

    assertEquals(
        Code.NOT_FOUND,
        office.refusal(OrganizationMessages.GET, ada, new GetOrganization(own)).code());
    assertEquals("project.deleted", office.story(project.id()).getLast().type());
    assertEquals(
        List.of("project.created", "project.deleted", "team.deleted"),
        office.story(team).stream().map(Office.Event::type).toList());
    assertEquals(
        List.of("member.added", "team.created", "team.deleted", "organization.deleted"),
        office.story(own).stream().map(Office.Event::type).toList());
  }

  @Test
  void aTeamMadeWhileItsOrganizationGoesIsMadeOrTheOrganizationStays() throws Exception {
    for (int round = 0; round < 10; round++) {
      UUID own = office.newOrganization(ada);
      Future<Resource> made =
          office.bus.request(
              TeamMessages.CREATE,
              Office.callerOf(ada),
              new CreateTeam(Office.newId(), own, "Late"));
      Future<Done> gone =
          office.bus.request(
              OrganizationMessages.DELETE, Office.callerOf(ada), new DeleteOrganization(own, 1));
      Future.join(made, gone).otherwiseEmpty().await(10, TimeUnit.SECONDS);
      assertTrue(made.succeeded() ^ gone.succeeded(), made + " " + gone);
    }
  }

  @Test
  void itsAdminsRenameATeamAndTeamAndOrganizationAreTold() throws Exception {
    UUID team = newTeam(organization, "Old");
    office.join(team, member, "MEMBER");
    PatchTeam command = new PatchTeam(team, 1, "New");
    assertEquals(Code.FORBIDDEN, office.refusal(TeamMessages.PATCH, member, command).code());
    assertEquals(Code.NOT_FOUND, office.refusal(TeamMessages.PATCH, guest, command).code());
    Resource after = office.ask(TeamMessages.PATCH, admin, command);
    assertEquals(after, office.ask(TeamMessages.GET, admin, new GetTeam(team)));
    assertEquals(
        office.story(team).getLast().payload(), office.story(organization).getLast().payload());
    assertEquals("team.updated", office.story(team).getLast().type());
    assertEquals(after, office.ask(TeamMessages.PATCH, admin, command), "sent again");
    PatchTeam late = new PatchTeam(team, 1, "Late");
    assertEquals(Code.PRECONDITION, office.refusal(TeamMessages.PATCH, admin, late).code());
  }

  @Test
  void membersRenameAProjectAndAdminsAlsoArchiveItAndChooseItsWorkflow() throws Exception {
    UUID team = newTeam(organization, "Crew");
    office.join(team, member, "MEMBER");
    office.join(team, guest, "GUEST");
    Resource project = newProject(team);
    assertEquals("free", Office.json(project.json()).get("workflow").asText());
    assertEquals(Code.FORBIDDEN, refusal(guest, project, patch("Site", null, null)));
    assertEquals(Code.FORBIDDEN, refusal(member, project, patch(null, true, null)));
    assertEquals(Code.FORBIDDEN, refusal(member, project, patch(null, null, "strict")));
    Resource renamed = change(member, project, patch("Site", false, "free"));
    assertEquals("Site", Office.json(renamed.json()).get("name").asText());
    assertEquals(Code.PRECONDITION, refusal(admin, project, patch("Lost", null, null)));
    Resource strict = change(admin, renamed, patch(null, null, "strict"));
    assertEquals("strict", Office.json(strict.json()).get("workflow").asText());
    assertEquals(strict, change(admin, strict, patch(null, null, null)));
    assertEquals(
        List.of(renamed.json(), strict.json()),
        office.story(project.id()).stream().map(Office.Event::payload).toList());
    assertEquals(strict.json(), office.story(team).getLast().payload());
    assertEquals(2, boardOf(project.id()), "task lists show its name");
  }

  @Test
  void anArchivedProjectRefusesChangesUntilItIsRestored() throws Exception {
    UUID team = newTeam(organization, "Crew");
    Resource project = newProject(team);
    Resource task = office.newTask(ada, project.id(), "before");
    Resource archived = change(ada, project, patch(null, true, null));
    assertEquals(
        List.of(Code.CONFLICT, Code.CONFLICT, Code.CONFLICT, Code.CONFLICT),
        List.of(
            refusal(ada, archived, patch("Other", null, null)),
            office
                .refusal(
                    TaskMessages.CREATE,
                    ada,
                    new CreateTask(Office.newId(), project.id(), Office.titled("late")))
                .code(),
            office
                .refusal(
                    TaskMessages.PATCH,
                    ada,
                    new PatchTask(task.id(), task.version(), Office.title("late")))
                .code(),
            office
                .refusal(
                    LabelMessages.CREATE,
                    ada,
                    new CreateLabel(Office.newId(), project.id(), "late", "#ff0000"))
                .code()));
    assertEquals(task, office.ask(TaskMessages.GET, ada, new GetTask(task.id())));
    assertEquals(archived, change(ada, archived, patch(null, true, null)));
    change(ada, archived, patch("Restored", false, null));
    office.newTask(ada, project.id(), "after");
  }

  @Test
  void aDeletedProjectIsGoneAtOnceItsKeyIsFreeAndItsRestGoesLater() throws Exception {
    UUID team = newTeam(organization, "Crew");
    office.join(team, member, "MEMBER");
    Resource project = newProject(team);
    Resource task = office.newTask(ada, project.id(), "inside");
    DeleteProject command = new DeleteProject(project.id(), project.version());
    assertEquals(Code.FORBIDDEN, office.refusal(ProjectMessages.DELETE, member, command).code());
    office.ask(ProjectMessages.DELETE, ada, command);
    assertEquals(Code.NOT_FOUND, office.refusal(ProjectMessages.DELETE, ada, command).code());
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(ProjectMessages.GET, ada, new GetProject(project.id())).code());
    assertEquals(
        Code.NOT_FOUND, office.refusal(TaskMessages.GET, ada, new GetTask(task.id())).code());
    assertEquals(
        "[]",
        office.ask(ProjectMessages.LIST, ada, new ListProjects(team, PageRequest.first())).items());
    newProject(team); // has the same key
    assertEquals(List.of("t"), office.select("SELECT purge_deleted_projects(10) = 0"));
    office.database.execute(
        "UPDATE project SET updated_at = now() - interval '2 hours' WHERE team_id IS NULL");
    for (int slice = 0; slice < 100 && !purged(project.id()); slice++) {
      office.select("SELECT purge_deleted_projects(1)");
    }
    assertTrue(purged(project.id()));
    assertEquals(List.of(), office.story(project.id()));
  }

  private boolean purged(UUID project) throws Exception {
    return office
        .select(
            "SELECT (SELECT count(*) FROM project WHERE id = '%s') + (SELECT count(*) FROM stream WHERE id = '%s')"
                .formatted(project, project))
        .equals(List.of("0"));
  }

  private long boardOf(UUID stream) throws Exception {
    return Long.parseLong(
        office.select("SELECT board FROM stream WHERE id = '%s'".formatted(stream)).getFirst());
  }

  private UUID newTeam(UUID in, String name) throws Exception {
    return office.ask(TeamMessages.CREATE, ada, new CreateTeam(Office.newId(), in, name)).id();
  }

  private Resource newProject(UUID team) throws Exception {
    return office.ask(
        ProjectMessages.CREATE, ada, new CreateProject(Office.newId(), team, "Web site", "WEB"));
  }

  private Resource change(UUID user, Resource project, ProjectPatch patch) throws Exception {
    return office.ask(
        ProjectMessages.PATCH, user, new PatchProject(project.id(), project.version(), patch));
  }

  private Code refusal(UUID user, Resource project, ProjectPatch patch) {
    return office
        .refusal(
            ProjectMessages.PATCH, user, new PatchProject(project.id(), project.version(), patch))
        .code();
  }

  private static ProjectPatch patch(
      @Nullable String name, @Nullable Boolean archived, @Nullable String workflow) {
    return new ProjectPatch(
        name == null ? null : new Change<>(name),
        archived == null ? null : new Change<>(archived),
        workflow == null ? null : new Change<>(workflow));
  }
}
