package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.DeleteOrganization;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.ListOrganizations;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.PatchOrganization;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;

/** Answers the addresses about organizations. */
final class OrganizationHandlers {
  private final PgOrganizationStore organizations;
  private final StreamPublisher stream;

  OrganizationHandlers(PgOrganizationStore organizations, StreamPublisher stream) {
    this.organizations = organizations;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(OrganizationMessages.CREATE, this::create),
        bus.serve(OrganizationMessages.LIST, this::list),
        bus.serve(OrganizationMessages.GET, this::get),
        bus.serve(OrganizationMessages.PATCH, this::patch),
        bus.serve(OrganizationMessages.DELETE, this::delete));
  }

  private Future<Resource> create(Caller caller, CreateOrganization command) {
    return organizations
        .insert(caller, command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("organization")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> list(Caller caller, ListOrganizations command) {
    return organizations.listOfMember(caller.user(), command.page());
  }

  private Future<Resource> get(Caller caller, GetOrganization command) {
    return organizations
        .findIfMember(caller.user(), command.organizationId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("organization")));
  }

  private Future<Resource> patch(Caller caller, PatchOrganization command) {
    return organizations
        .updateIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("organization")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<Done> delete(Caller caller, DeleteOrganization command) {
    return organizations
        .deleteIfVersion(caller.user(), command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("organization")))
        .map(written -> written.publishTo(stream).done());
  }
}
