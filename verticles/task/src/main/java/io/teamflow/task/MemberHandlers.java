package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.LeaveTeam;
import io.teamflow.codecs.task.ListOrganizationMembers;
import io.teamflow.codecs.task.ListTeamMembers;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.PatchOrganizationMember;
import io.teamflow.codecs.task.PatchTeamMember;
import io.teamflow.codecs.task.RemoveOrganizationMember;
import io.teamflow.codecs.task.RemoveTeamMember;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about the members of organizations and teams. */
final class MemberHandlers {
  private final PgOrganizationMemberStore ofOrganizations;
  private final PgTeamMemberStore ofTeams;
  private final StreamPublisher stream;

  MemberHandlers(
      PgOrganizationMemberStore ofOrganizations,
      PgTeamMemberStore ofTeams,
      StreamPublisher stream) {
    this.ofOrganizations = ofOrganizations;
    this.ofTeams = ofTeams;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        Future.all(
            bus.serve(OrganizationMessages.LIST_MEMBERS, this::listOfOrganization),
            bus.serve(OrganizationMessages.PATCH_MEMBER, this::patchOfOrganization),
            bus.serve(OrganizationMessages.REMOVE_MEMBER, this::removeOfOrganization)),
        Future.all(
            bus.serve(TeamMessages.LIST_MEMBERS, this::listOfTeam),
            bus.serve(TeamMessages.PATCH_MEMBER, this::patchOfTeam),
            bus.serve(TeamMessages.REMOVE_MEMBER, this::removeOfTeam),
            bus.serve(TeamMessages.LEAVE, this::leave)));
  }

  private Future<ResourcePage> listOfOrganization(Caller caller, ListOrganizationMembers command) {
    return ofOrganizations
        .listIfMember(caller.user(), command.organizationId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("organization")));
  }

  private Future<Resource> patchOfOrganization(Caller caller, PatchOrganizationMember command) {
    return ofOrganizations
        .updateRoleIfNotAbove(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("member")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Done> removeOfOrganization(Caller caller, RemoveOrganizationMember command) {
    return ofOrganizations
        .deleteIfNotAbove(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("member")))
        .map(written -> written.publishTo(stream).done());
  }

  private Future<ResourcePage> listOfTeam(Caller caller, ListTeamMembers command) {
    return ofTeams
        .listIfMember(caller.user(), command.teamId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("team")));
  }

  private Future<Resource> patchOfTeam(Caller caller, PatchTeamMember command) {
    return ofTeams
        .updateRoleIfNotLastAdmin(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("member")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Done> removeOfTeam(Caller caller, RemoveTeamMember command) {
    return ofTeams
        .deleteIfNotLastAdmin(caller.user(), command.teamId(), command.userId())
        .map(written -> written.orElseThrow(() -> Failure.notFound("member")))
        .map(written -> written.publishTo(stream).done());
  }

  private Future<Done> leave(Caller caller, LeaveTeam command) {
    return ofTeams
        .deleteIfNotLastAdmin(caller.user(), command.teamId(), caller.user())
        .map(written -> written.orElseThrow(() -> Failure.notFound("team")))
        .map(written -> written.publishTo(stream).done());
  }
}
