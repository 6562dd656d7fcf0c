package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about labels. */
public final class LabelMessages {
  public static final Address<CreateLabel, Resource> CREATE =
      repeatable("label.create", CreateLabel.class, Resource.class);
  public static final Address<ListLabels, ResourcePage> LIST =
      repeatable("label.list", ListLabels.class, ResourcePage.class);
  public static final Address<PatchLabel, Resource> PATCH =
      repeatable("label.patch", PatchLabel.class, Resource.class);
  public static final Address<DeleteLabel, Done> DELETE =
      repeatable("label.delete", DeleteLabel.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES = List.of(CREATE, LIST, PATCH, DELETE);

  private LabelMessages() {}
}
