package io.teamflow.task;

import io.teamflow.codecs.bus.Bus;
import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.task.AcceptInvitation;
import io.teamflow.codecs.task.CreateInvitation;
import io.teamflow.codecs.task.InvitationMessages;
import io.teamflow.codecs.task.ListInvitations;
import io.teamflow.codecs.task.RevokeInvitation;
import io.teamflow.stream.StreamPublisher;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Answers the addresses about invitations. */
final class InvitationHandlers {
  private final PgInvitationStore invitations;
  private final StreamPublisher stream;

  InvitationHandlers(PgInvitationStore invitations, StreamPublisher stream) {
    this.invitations = invitations;
    this.stream = stream;
  }

  Future<?> serve(Bus bus) {
    return Future.all(
        bus.serve(InvitationMessages.CREATE, this::create),
        bus.serve(InvitationMessages.LIST, this::list),
        bus.serve(InvitationMessages.REVOKE, this::revoke),
        bus.serve(InvitationMessages.ACCEPT, this::accept));
  }

  private Future<Resource> create(Caller caller, CreateInvitation command) {
    return invitations
        .insertIfAdmin(caller, command)
        .map(written -> written.orElseThrow(() -> Failure.notFound("team")))
        .map(written -> written.publishTo(stream).required());
  }

  private Future<ResourcePage> list(Caller caller, ListInvitations command) {
    return invitations
        .listIfAdmin(caller.user(), command.teamId(), command.page())
        .map(page -> page.orElseThrow(() -> Failure.notFound("team")));
  }

  private Future<Done> revoke(Caller caller, RevokeInvitation command) {
    return invitations
        .revokeIfAdmin(caller.user(), command.invitationId())
        .map(written -> written.orElseThrow(() -> Failure.notFound("invitation")))
        .map(written -> written.publishTo(stream).done());
  }

  private Future<Resource> accept(Caller caller, AcceptInvitation command) {
    return invitations
        .accept(caller, hash(command.token()))
        .map(
            written ->
                written.orElseThrow(
                    () ->
                        Failure.invalid(
                            List.of(
                                new Violation(
                                    "/token",
                                    "is wrong, used, revoked or expired; ask to be invited again")))))
        .map(written -> written.publishTo(stream).required());
  }

  /** As the worker that sent the mail stored it. */
  private static Buffer hash(String token) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
