package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about teams. */
public final class TeamMessages {
  public static final Address<CreateTeam, Resource> CREATE =
      repeatable("team.create", CreateTeam.class, Resource.class);
  public static final Address<ListTeams, ResourcePage> LIST =
      repeatable("team.list", ListTeams.class, ResourcePage.class);
  public static final Address<GetTeam, Resource> GET =
      repeatable("team.get", GetTeam.class, Resource.class);
  public static final Address<ListTeamMembers, ResourcePage> LIST_MEMBERS =
      repeatable("team.list-members", ListTeamMembers.class, ResourcePage.class);
  public static final Address<LeaveTeam, Done> LEAVE =
      repeatable("team.leave", LeaveTeam.class, Done.class);
  public static final Address<PatchTeam, Resource> PATCH =
      repeatable("team.patch", PatchTeam.class, Resource.class);
  public static final Address<DeleteTeam, Done> DELETE =
      repeatable("team.delete", DeleteTeam.class, Done.class);
  public static final Address<PatchTeamMember, Resource> PATCH_MEMBER =
      repeatable("team.patch-member", PatchTeamMember.class, Resource.class);
  public static final Address<RemoveTeamMember, Done> REMOVE_MEMBER =
      repeatable("team.remove-member", RemoveTeamMember.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES =
      List.of(CREATE, LIST, GET, LIST_MEMBERS, LEAVE, PATCH, DELETE, PATCH_MEMBER, REMOVE_MEMBER);

  private TeamMessages() {}
}
