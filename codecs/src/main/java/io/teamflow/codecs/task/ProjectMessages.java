package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about projects. */
public final class ProjectMessages {
  public static final Address<CreateProject, Resource> CREATE =
      repeatable("project.create", CreateProject.class, Resource.class);
  public static final Address<ListProjects, ResourcePage> LIST =
      repeatable("project.list", ListProjects.class, ResourcePage.class);
  public static final Address<GetProject, Resource> GET =
      repeatable("project.get", GetProject.class, Resource.class);
  public static final Address<PatchProject, Resource> PATCH =
      repeatable("project.patch", PatchProject.class, Resource.class);
  public static final Address<DeleteProject, Done> DELETE =
      repeatable("project.delete", DeleteProject.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES = List.of(CREATE, LIST, GET, PATCH, DELETE);

  private ProjectMessages() {}
}
