package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about organizations. */
public final class OrganizationMessages {
  public static final Address<CreateOrganization, Resource> CREATE =
      repeatable("organization.create", CreateOrganization.class, Resource.class);
  public static final Address<ListOrganizations, ResourcePage> LIST =
      repeatable("organization.list", ListOrganizations.class, ResourcePage.class);
  public static final Address<GetOrganization, Resource> GET =
      repeatable("organization.get", GetOrganization.class, Resource.class);
  public static final Address<PatchOrganization, Resource> PATCH =
      repeatable("organization.patch", PatchOrganization.class, Resource.class);
  public static final Address<DeleteOrganization, Done> DELETE =
      repeatable("organization.delete", DeleteOrganization.class, Done.class);
  public static final Address<ListOrganizationMembers, ResourcePage> LIST_MEMBERS =
      repeatable("organization.list-members", ListOrganizationMembers.class, ResourcePage.class);
  public static final Address<PatchOrganizationMember, Resource> PATCH_MEMBER =
      repeatable("organization.patch-member", PatchOrganizationMember.class, Resource.class);
  public static final Address<RemoveOrganizationMember, Done> REMOVE_MEMBER =
      repeatable("organization.remove-member", RemoveOrganizationMember.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(CREATE, LIST, GET, PATCH, DELETE, LIST_MEMBERS, PATCH_MEMBER, REMOVE_MEMBER);

  private OrganizationMessages() {}
}
