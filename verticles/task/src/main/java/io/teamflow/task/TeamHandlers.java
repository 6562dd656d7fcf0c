package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.DeleteTeam;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.ListTeams;
import io.teamflow.codecs.task.PatchTeam;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about teams. */
final class TeamHandlers {
  private final PgTeamStore teams;
  private final StreamPublisher stream;

  TeamHandlers(PgTeamStore teams, StreamPublisher stream) {
    this.teams = teams;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(TeamMessages.CREATE, this::create),
        bus.serve(TeamMessages.LIST, this::list),
        bus.serve(TeamMessages.GET, this::get),
        bus.serve(TeamMessages.PATCH, this::patch),
        bus.serve(TeamMessages.DELETE, this::delete));
  }

  private Future<Resource> create(Caller caller, CreateTeam command) {
    return teams
        .insertIfOrganizationMember(caller, command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("organization")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> list(Caller caller, ListTeams command) {
    return teams
        .listIfOrganizationMember(caller.user(), command.organizationId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("organization")));
  }

  private Future<Resource> get(Caller caller, GetTeam command) {
    return teams
        .findIfMember(caller.user(), command.teamId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("team")));
  }

  private Future<Resource> patch(Caller caller, PatchTeam command) {
    return teams
        .updateIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("team")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Done> delete(Caller caller, DeleteTeam command) {
    return teams
        .deleteIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("team")))
        .map(written -> written.publishTo(stream).done());
  }
}
