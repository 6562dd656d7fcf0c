package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.Dependencies;
import io.teamflow.codecs.task.LinkTasks;
import io.teamflow.codecs.task.ListDependencies;
import io.teamflow.codecs.task.ListSubtasks;
import io.teamflow.codecs.task.RelationMessages;
import io.teamflow.codecs.task.UnlinkTasks;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;
import java.util.Optional;

/** Answers the addresses about how tasks stand to one another. */
final class RelationHandlers {
  private final PgRelationStore relations;
  private final StreamPublisher stream;

  RelationHandlers(PgRelationStore relations, StreamPublisher stream) {
    this.relations = relations;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(RelationMessages.LIST_SUBTASKS, this::listSubtasks),
        bus.serve(RelationMessages.LIST_DEPENDENCIES, this::listDependencies),
        bus.serve(RelationMessages.LINK, this::link),
        bus.serve(RelationMessages.UNLINK, this::unlink));
  }

  private Future<ResourcePage> listSubtasks(Caller caller, ListSubtasks command) {
    return relations
        .subtasksIfMember(caller.user(), command.taskId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("task")));
  }

  private Future<Dependencies> listDependencies(Caller caller, ListDependencies command) {
    return relations
        .dependenciesIfMember(caller.user(), command.taskId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("task")));
  }

  private Future<Done> link(Caller caller, LinkTasks command) {
    return relations.linkIfNoCircle(caller.user(), command).map(this::publish);
  }

  private Future<Done> unlink(Caller caller, UnlinkTasks command) {
    return relations.unlinkIfMember(caller.user(), command).map(this::publish);
  }

  private Done publish(Optional<Written> written) {
    written.orElseThrow(() -> Failure.notFound("task")).publishTo(stream);
    return new Done();
  }
}
