package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about tasks. */
public final class TaskMessages {
  public static final Address<CreateTask, Resource> CREATE =
      repeatable("task.create", CreateTask.class, Resource.class);
  public static final Address<ListTasks, ResourcePage> LIST =
      repeatable("task.list", ListTasks.class, ResourcePage.class);
  public static final Address<GetTask, Resource> GET =
      repeatable("task.get", GetTask.class, Resource.class);
  public static final Address<PatchTask, Resource> PATCH =
      repeatable("task.patch", PatchTask.class, Resource.class);
  public static final Address<MoveTask, Resource> MOVE =
      repeatable("task.move", MoveTask.class, Resource.class);
  public static final Address<PatchTasks, ResourcePage> PATCH_ALL =
      repeatable("task.patch-all", PatchTasks.class, ResourcePage.class);
  public static final Address<ListActivity, ResourcePage> LIST_ACTIVITY =
      repeatable("task.list-activity", ListActivity.class, ResourcePage.class);
  public static final Address<DeleteTask, Done> DELETE =
      repeatable("task.delete", DeleteTask.class, Done.class);
  public static final Address<RestoreTask, Resource> RESTORE =
      repeatable("task.restore", RestoreTask.class, Resource.class);
  public static final Address<ListTrash, ResourcePage> LIST_TRASH =
      repeatable("task.list-trash", ListTrash.class, ResourcePage.class);

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(
          CREATE, LIST, GET, PATCH, MOVE, PATCH_ALL, LIST_ACTIVITY, DELETE, RESTORE, LIST_TRASH);

  private TaskMessages() {}
}
