package io.teamflow.codecs.bus;

import io.teamflow.codecs.auth.GetMe;
import io.teamflow.codecs.auth.KeySet;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.LeaveTeam;
import io.teamflow.codecs.task.ListLabels;
import io.teamflow.codecs.task.ListOrganizations;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.ListTeamMembers;
import io.teamflow.codecs.task.ListTeams;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.codecs.task.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One message of each kind, with every member set. */
final class Examples {
  private static final UUID ID = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad91");
  private static final UUID OTHER = UUID.fromString("0190163d-8694-739b-aea5-966c26f8ad92");
  private static final Instant AT = Instant.parse("2026-11-24T08:00:00.123456Z");
  private static final PageRequest PAGE = new PageRequest(20, "bmV4dA");
  private static final UserView ADA = new UserView(ID, "ada@example.org", "Ada");

  private Examples() {}

  static List<Message> all() {
    return List.of(
        new Done(),
        new Resource(ID, 3, "{\"id\":\"x\"}"),
        new ResourcePage("[]", "bmV4dA", new Position("8ab5ab21fd96", 41)),
        new Register("ada@example.org", "correct horse", "Ada"),
        new Login("ada@example.org", "correct horse"),
        new Refresh("token"),
        new Logout(),
        new GetMe(),
        new ListKeys(),
        new KeySet("{\"keys\":[]}"),
        ADA,
        new SignedIn(ADA, "access", 900, "refresh"),
        new CreateOrganization(ID, "Engines"),
        new ListOrganizations(PAGE),
        new GetOrganization(ID),
        new CreateTeam(ID, OTHER, "Core"),
        new ListTeams(ID, PAGE),
        new GetTeam(ID),
        new ListTeamMembers(ID, PAGE),
        new LeaveTeam(ID),
        new CreateProject(ID, OTHER, "Web site", "WEB"),
        new ListProjects(ID, PAGE),
        new GetProject(ID),
        new CreateLabel(ID, OTHER, "bug", "#ff0000"),
        new ListLabels(ID, PAGE),
        new CreateTask(
            ID,
            OTHER,
            new TaskFields("Draw", "text", TaskPriority.HIGH, AT, List.of(ID), List.of(OTHER))),
        new ListTasks(ID, PAGE),
        new GetTask(ID),
        new PatchTask(
            ID,
            3,
            new TaskPatch(
                new Change<>("Draw"),
                new Change<>(null),
                new Change<>(TaskStatus.DONE),
                new Change<>(TaskPriority.LOW),
                new Change<>(AT),
                new Change<>(List.of(ID)),
                new Change<>(List.of()))),
        new SendMessage(ID, OTHER, ID, "hello", OTHER),
        new ListMessages(ID, 42L, 50),
        new MessageAck(ID, 46, AT, "{\"id\":\"x\"}"));
  }
}
