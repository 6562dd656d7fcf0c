package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.Dependencies;
import io.teamflow.codecs.task.LinkTasks;
import io.teamflow.codecs.task.ListDependencies;
import io.teamflow.codecs.task.RelationMessages;
import io.teamflow.codecs.task.UnlinkTasks;
import io.vertx.core.Future;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DependencyTest {
  private Office office;
  private UUID ada;
  private UUID team;
  private UUID project;
  private Resource draw;
  private Resource build;
  private Resource sell;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
  }

  @BeforeEach
  void plan() throws Exception {
    team = office.newTeam(ada);
    project = office.newProject(ada, team);
    draw = office.newTask(ada, project, "draw");
    build = office.newTask(ada, project, "build");
    sell = office.newTask(ada, project, "sell");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void aTaskTellsWhatItWaitsForAndWhatWaitsForIt() throws Exception {
    link(build, draw);
    link(sell, build);
    Dependencies found = dependenciesOf(build);
    assertEquals(
        Office.json(
            "[{\"id\":\"%s\",\"key\":\"WEB-3\",\"title\":\"sell\",\"status\":\"TODO\"}]"
                .formatted(sell.id())),
        Office.json(found.blocks()));
    assertEquals(List.of(draw.id()), ids(found.blockedBy()));
    assertEquals(5, found.position().seq());
    Office.Event event = office.story(project).getLast();
    assertEquals("task.linked", event.type());
    assertEquals(
        Office.json("{\"taskId\":\"%s\",\"blockedBy\":\"%s\"}".formatted(sell.id(), build.id())),
        Office.json(event.payload()));
    office.ask(RelationMessages.UNLINK, ada, new UnlinkTasks(sell.id(), build.id()));
    assertEquals("task.unlinked", office.story(project).getLast().type());
    assertEquals(event.payload(), office.story(project).getLast().payload());
    assertEquals(List.of(), ids(dependenciesOf(build).blocks()));
  }

  @Test
  void aRepetitionWritesNothing() throws Exception {
    link(build, draw);
    link(build, draw);
    assertEquals(4, office.story(project).size());
    UnlinkTasks unlink = new UnlinkTasks(build.id(), draw.id());
    office.ask(RelationMessages.UNLINK, ada, unlink);
    office.ask(RelationMessages.UNLINK, ada, unlink);
    assertEquals(5, office.story(project).size());
  }

  @Test
  void nothingWaitsForItselfDirectlyOrThroughOthers() throws Exception {
    link(build, draw);
    link(sell, build);
    for (LinkTasks circle :
        List.of(
            new LinkTasks(draw.id(), draw.id()),
            new LinkTasks(draw.id(), build.id()),
            new LinkTasks(draw.id(), sell.id()))) {
      assertEquals(Code.CONFLICT, office.refusal(RelationMessages.LINK, ada, circle).code());
    }
    assertEquals(5, office.story(project).size());
  }

  @Test
  void ofTwoWritesThatTogetherMakeACircleExactlyOneSucceeds() throws Exception {
    for (int i = 0; i < 10; i++) {
      Resource one = office.newTask(ada, project, "one");
      Resource two = office.newTask(ada, project, "two");
      int before = office.story(project).size();
      Future<Done> there = ask(new LinkTasks(one.id(), two.id()));
      Future<Done> back = ask(new LinkTasks(two.id(), one.id()));
      Future.join(there, back).otherwiseEmpty().await();
      assertEquals(1, List.of(there, back).stream().filter(Future::succeeded).count());
      Throwable refused = there.failed() ? there.cause() : back.cause();
      assertEquals(Code.CONFLICT, assertInstanceOf(Failure.class, refused).code());
      assertEquals(before + 1, office.story(project).size());
    }
  }

  @Test
  void aTaskWaitsForAtMostAHundredOthers() throws Exception {
    office.database.execute(
        """
        INSERT INTO task (id, project_id, number, title, description, status, priority, assignees,
                          labels, rank)
        SELECT gen_random_uuid(), '%1$s', 1000 + n, 'many', '', 'DONE', 'LOW', '{}', '{}', 'b' || n
          FROM generate_series(10, 109) n
        """
            .formatted(project));
    office.database.execute(
        """
        INSERT INTO dependency (task_id, blocked_by)
        SELECT '%s', id FROM task WHERE project_id = '%s' AND title = 'many'
        """
            .formatted(build.id(), project));
    assertEquals(100, ids(dependenciesOf(build).blockedBy()).size());
    assertEquals(
        Code.CONFLICT,
        office.refusal(RelationMessages.LINK, ada, new LinkTasks(build.id(), draw.id())).code());
  }

  @Test
  void tasksOfOtherProjectsAndStrangersFindNothing() throws Exception {
    UUID stranger = office.hire("Stranger");
    UUID guest = office.hire("Guest");
    office.join(team, guest, "GUEST");
    Resource elsewhere = office.newTask(ada, office.newProject(ada), "elsewhere");
    for (LinkTasks link :
        List.of(
            new LinkTasks(draw.id(), elsewhere.id()),
            new LinkTasks(elsewhere.id(), draw.id()),
            new LinkTasks(draw.id(), UUID.randomUUID()))) {
      assertEquals(Code.NOT_FOUND, office.refusal(RelationMessages.LINK, ada, link).code());
    }
    LinkTasks link = new LinkTasks(draw.id(), build.id());
    assertEquals(Code.NOT_FOUND, office.refusal(RelationMessages.LINK, stranger, link).code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(RelationMessages.LIST_DEPENDENCIES, stranger, new ListDependencies(draw.id()))
            .code());
    assertEquals(Code.FORBIDDEN, office.refusal(RelationMessages.LINK, guest, link).code());
    assertEquals(
        Code.FORBIDDEN,
        office
            .refusal(RelationMessages.UNLINK, guest, new UnlinkTasks(draw.id(), build.id()))
            .code());
    assertEquals(3, office.story(project).size());
  }

  @Test
  void theHistoryOfBothTasksTellsOfIt() throws Exception {
    link(build, draw);
    office.ask(RelationMessages.UNLINK, ada, new UnlinkTasks(build.id(), draw.id()));
    String drawn = "\"" + draw.id() + "\"";
    String built = "\"" + build.id() + "\"";
    assertEquals(
        List.of("blockedBy null " + drawn, "blockedBy " + drawn + " null"), history(build));
    assertEquals(List.of("blocks null " + built, "blocks " + built + " null"), history(draw));
  }

  private List<String> history(Resource task) throws Exception {
    List<String> entries = new ArrayList<>();
    try (var connection = office.database.connect();
        var statement =
            connection.prepareStatement(
                """
                SELECT field || ' ' || before || ' ' || after FROM activity
                 WHERE task_id = ? AND field LIKE 'block%' ORDER BY id
                """)) {
      statement.setObject(1, task.id());
      ResultSet rows = statement.executeQuery();
      while (rows.next()) {
        entries.add(rows.getString(1));
      }
    }
    return entries;
  }

  private void link(Resource task, Resource blockedBy) throws Exception {
    office.ask(RelationMessages.LINK, ada, new LinkTasks(task.id(), blockedBy.id()));
  }

  private Future<Done> ask(LinkTasks link) {
    return office.bus.request(RelationMessages.LINK, Office.callerOf(ada), link);
  }

  private Dependencies dependenciesOf(Resource task) throws Exception {
    return office.ask(RelationMessages.LIST_DEPENDENCIES, ada, new ListDependencies(task.id()));
  }

  private static List<UUID> ids(String references) {
    List<UUID> ids = new ArrayList<>();
    for (JsonNode reference : Office.json(references)) {
      ids.add(UUID.fromString(reference.get("id").textValue()));
    }
    return ids;
  }
}
