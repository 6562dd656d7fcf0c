package io.teamflow.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.codecs.bus.Failure.Code;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.task.ListWatchers;
import io.teamflow.codecs.task.UnwatchTask;
import io.teamflow.codecs.task.WatchTask;
import io.teamflow.codecs.task.WatcherMessages;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatcherTest {
  private Office office;
  private UUID ada;
  private UUID guest;
  private UUID team;
  private Resource task;

  @BeforeAll
  void open() throws Exception {
    office = new Office();
    ada = office.hire("Ada");
    guest = office.hire("Guest");
    team = office.newTeam(ada);
    office.join(team, guest, "GUEST");
    task = office.newTask(ada, office.newProject(ada, team), "watched");
  }

  @AfterAll
  void close() throws Exception {
    office.close();
  }

  @Test
  void whoWatchesATaskIsNamedOnceUntilTheyNoLongerDo() throws Exception {
    for (UUID watcher : new UUID[] {ada, guest, ada}) {
      office.ask(WatcherMessages.ADD, watcher, new WatchTask(task.id()));
    }
    assertEquals(Set.of("Ada", "Guest"), watchers());
    office.ask(WatcherMessages.REMOVE, guest, new UnwatchTask(task.id()));
    office.ask(WatcherMessages.REMOVE, guest, new UnwatchTask(task.id()));
    assertEquals(Set.of("Ada"), watchers());
  }

  @Test
  void whoLeftTheTeamIsNotNamed() throws Exception {
    UUID passing = office.hire("Passing");
    office.join(team, passing, "MEMBER");
    Resource other = office.newTask(passing, office.newProject(ada, team), "left behind");
    office.ask(WatcherMessages.ADD, passing, new WatchTask(other.id()));
    office.database.execute("DELETE FROM team_member WHERE user_id = '" + passing + "'");
    assertEquals(
        "[]",
        office
            .ask(WatcherMessages.LIST, ada, new ListWatchers(other.id(), PageRequest.first()))
            .items());
  }

  @Test
  void strangersWatchNothing() {
    UUID stranger = office.hire("Stranger");
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(WatcherMessages.ADD, stranger, new WatchTask(task.id())).code());
    assertEquals(
        Code.NOT_FOUND,
        office.refusal(WatcherMessages.REMOVE, stranger, new UnwatchTask(task.id())).code());
    assertEquals(
        Code.NOT_FOUND,
        office
            .refusal(
                WatcherMessages.LIST, stranger, new ListWatchers(task.id(), PageRequest.first()))
            .code());
  }

  private Set<String> watchers() throws Exception {
    JsonNode items =
        Office.json(
            office
                .ask(WatcherMessages.LIST, guest, new ListWatchers(task.id(), PageRequest.first()))
                .items());
    Set<String> names = new TreeSet<>();
    items.forEach(item -> names.add(item.get("name").textValue()));
    assertEquals(items.size(), names.size());
    return names;
  }
}
