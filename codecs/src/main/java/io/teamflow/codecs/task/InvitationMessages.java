package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.once;
import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about invitations. */
public final class InvitationMessages {
  public static final Address<CreateInvitation, Resource> CREATE =
      repeatable("invitation.create", CreateInvitation.class, Resource.class);
  public static final Address<ListInvitations, ResourcePage> LIST =
      repeatable("invitation.list", ListInvitations.class, ResourcePage.class);
  public static final Address<RevokeInvitation, Done> REVOKE =
      repeatable("invitation.revoke", RevokeInvitation.class, Done.class);
  public static final Address<AcceptInvitation, Resource> ACCEPT =
      once("invitation.accept", AcceptInvitation.class, Resource.class);

  public static final List<Address<?, ?>> ADDRESSES = List.of(CREATE, LIST, REVOKE, ACCEPT);

  private InvitationMessages() {}
}
