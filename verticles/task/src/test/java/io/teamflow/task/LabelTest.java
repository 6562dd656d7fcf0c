package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.DeleteLabel;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.LabelPatch;
import io.teamflow.codecs.task.ListLabels;
import io.teamflow.codecs.task.PatchLabel;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskMessages;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LabelTest {
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
  void aLabelChangesItsNameAndColor() throws Exception {
    UUID project = office.newProject(ada);
    Resource label = newLabel(project, "bug");
    Resource renamed = office.ask(LabelMessages.PATCH, ada, rename(label, "defect"));
    assertEquals(2, renamed.version());
    JsonNode json = Office.json(renamed.json());
    assertEquals("defect", json.get("name").textValue());
    assertEquals("#ff0000", json.get("color").textValue());
    assertEquals(2, json.get("version").intValue());
    LabelPatch green = new LabelPatch(null, new Change<>("#00FF00"));
    Resource colored = office.ask(LabelMessages.PATCH, ada, new PatchLabel(label.id(), 2, green));
    assertEquals("#00ff00", Office.json(colored.json()).get("color").textValue());
    assertEquals("label.updated", office.story(project).getLast().type());
    assertEquals(colored.json(), office.story(project).getLast().payload());
    assertEquals(
        "[" + colored.json() + "]",
        office.ask(LabelMessages.LIST, ada, new ListLabels(project, PageRequest.first())).items());
  }

  @Test
  void aStaleChangeOfALabelIsRefusedWithTheLabelAsItIs() throws Exception {
    UUID project = office.newProject(ada);
    Resource label = newLabel(project, "bug");
    Resource renamed = office.ask(LabelMessages.PATCH, ada, rename(label, "defect"));
    int before = office.story(project).size();
    Failure stale = office.refusal(LabelMessages.PATCH, ada, rename(label, "issue"));
    assertEquals(Code.PRECONDITION, stale.code());
    assertEquals(renamed, stale.current());
    assertEquals(
        Code.PRECONDITION,
        office.refusal(LabelMessages.DELETE, ada, new DeleteLabel(label.id(), 1)).code());
    assertEquals(renamed, office.ask(LabelMessages.PATCH, ada, rename(renamed, "defect")));
    assertEquals(before, office.story(project).size());
  }

  @Test
  void twoLabelsOfAProjectCannotHaveOneName() throws Exception {
    UUID project = office.newProject(ada);
    newLabel(project, "bug");
    Resource other = newLabel(project, "feature");
    int before = office.story(project).size();
    assertEquals(
        Code.CONFLICT, office.refusal(LabelMessages.PATCH, ada, rename(other, "bug")).code());
    assertEquals(before, office.story(project).size());
  }

  @Test
  void aDeletedLabelComesOffItsTasksAndOneEventTellsEnoughToDoTheSame() throws Exception {
    UUID project = office.newProject(ada);
    Resource bug = newLabel(project, "bug");
    Resource keep = newLabel(project, "keep");
    Resource carrying = newTask(project, List.of(bug.id(), keep.id()));
    Resource other = newTask(project, List.of(keep.id()));
    int before = office.story(project).size();
    office.ask(LabelMessages.DELETE, ada, new DeleteLabel(bug.id(), bug.version()));
    assertEquals(before + 1, office.story(project).size());
    assertEquals("label.deleted", office.story(project).getLast().type());
    assertEquals(
        Office.json("{\"id\":\"" + bug.id() + "\",\"projectId\":\"" + project + "\"}"),
        Office.json(office.story(project).getLast().payload()));
    Resource bare = office.ask(TaskMessages.GET, ada, new GetTask(carrying.id()));
    assertEquals(carrying.version() + 1, bare.version());
    JsonNode labels = Office.json(bare.json()).get("labels");
    assertEquals(1, labels.size());
    assertEquals(keep.id().toString(), labels.get(0).textValue());
    Instant deleted =
        office.published.stream()
            .filter(
                event ->
                    event.type().equals("label.deleted") && event.stream().id().equals(project))
            .map(CommittedEvent::at)
            .findFirst()
            .orElseThrow();
    assertEquals(deleted, Instant.parse(Office.json(bare.json()).get("updatedAt").textValue()));
    assertEquals(other, office.ask(TaskMessages.GET, ada, new GetTask(other.id())));
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(LabelMessages.DELETE, ada, new DeleteLabel(bug.id(), 1)).code());
  }

  @Test
  void guestsChangeNoLabelsAndStrangersFindNone() throws Exception {
    UUID team = office.newTeam(ada);
    UUID project = office.newProject(ada, team);
    UUID guest = office.hire("Guest");
    UUID stranger = office.hire("Stranger");
    office.join(team, guest, "GUEST");
    Resource label = newLabel(project, "bug");
    PatchLabel patch = rename(label, "no");
    DeleteLabel delete = new DeleteLabel(label.id(), label.version());
    assertEquals(Code.FORBIDDEN, office.refusal(LabelMessages.PATCH, guest, patch).code());
    assertEquals(Code.FORBIDDEN, office.refusal(LabelMessages.DELETE, guest, delete).code());
    assertEquals(Code.NOT_FOUND, office.refusal(LabelMessages.PATCH, stranger, patch).code());
    assertEquals(Code.NOT_FOUND, office.refusal(LabelMessages.DELETE, stranger, delete).code());
    assertEquals(1, office.story(project).size());
  }

  @Test
  void aLabelKeepsANameAndAColor() {
    Failure failure =
        assertThrows(Failure.class, () -> new LabelPatch(new Change<>(null), new Change<>("red")));
    assertEquals(2, failure.violations().size());
  }

  private Resource newLabel(UUID project, String name) throws Exception {
    return office.ask(
        LabelMessages.CREATE, ada, new CreateLabel(Office.newId(), project, name, "#FF0000"));
  }

  private Resource newTask(UUID project, List<UUID> labels) throws Exception {
    return office.ask(
        TaskMessages.CREATE,
        ada,
        new CreateTask(
            Office.newId(),
            project,
            new TaskFields("t", null, null, null, null, labels, null, null)));
  }

  private static PatchLabel rename(Resource label, String name) {
    return new PatchLabel(label.id(), label.version(), new LabelPatch(new Change<>(name), null));
  }
}
