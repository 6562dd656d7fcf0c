package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
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

  public static final List<Address<?, ?>> ADDRESSES = List.of(CREATE, LIST, GET);

  private OrganizationMessages() {}
}
