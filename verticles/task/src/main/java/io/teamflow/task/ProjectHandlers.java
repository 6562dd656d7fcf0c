package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.DeleteProject;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.PatchProject;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about projects. */
final class ProjectHandlers {
  private final PgProjectStore projects;
  private final StreamPublisher stream;

  ProjectHandlers(PgProjectStore projects, StreamPublisher stream) {
    this.projects = projects;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(ProjectMessages.CREATE, this::create),
        bus.serve(ProjectMessages.LIST, this::list),
        bus.serve(ProjectMessages.GET, this::get),
        bus.serve(ProjectMessages.PATCH, this::patch),
        bus.serve(ProjectMessages.DELETE, this::delete));
  }

  private Future<Resource> create(Caller caller, CreateProject command) {
    return projects
        .insertIfMember(caller, command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("team")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> list(Caller caller, ListProjects command) {
    return command.teamId() == null
        ? projects.listOfMember(caller.user(), command.page())
        : projects
            .listIfMember(caller.user(), command.teamId(), command.page())
            .map(page -> page.orElseThrow(() -> Failure.notFound("team")));
  }

  private Future<Resource> get(Caller caller, GetProject command) {
    return projects
        .findIfMember(caller.user(), command.projectId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("project")));
  }

  private Future<Resource> patch(Caller caller, PatchProject command) {
    return projects
        .updateIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("project")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Done> delete(Caller caller, DeleteProject command) {
    return projects
        .deleteIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("project")))
        .map(written -> written.publishTo(stream).done());
  }
}
