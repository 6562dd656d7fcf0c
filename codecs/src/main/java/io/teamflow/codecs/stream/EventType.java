package io.teamflow.codecs.stream;

import java.util.Set;

/** Every type of event, by the name it has in frames and in the log. */
public final class EventType {
  public static final String TASK_CREATED = "task.created";
  public static final String TASK_UPDATED = "task.updated";
  public static final String TASK_MOVED = "task.moved";
  public static final String TASK_DELETED = "task.deleted";
  public static final String TASK_RESTORED = "task.restored";
  public static final String TASK_LINKED = "task.linked";
  public static final String TASK_UNLINKED = "task.unlinked";
  public static final String LABEL_CREATED = "label.created";
  public static final String LABEL_UPDATED = "label.updated";
  public static final String LABEL_DELETED = "label.deleted";
  public static final String COMMENT_CREATED = "comment.created";
  public static final String COMMENT_UPDATED = "comment.updated";
  public static final String COMMENT_DELETED = "comment.deleted";
  public static final String MENTION_CREATED = "mention.created";
  public static final String MESSAGE_CREATED = "message.created";
  public static final String MESSAGE_UPDATED = "message.updated";
  public static final String MESSAGE_REACTED = "message.reacted";
  public static final String MESSAGE_DELETED = "message.deleted";
  public static final String READ_UPDATED = "read.updated";
  public static final String TEAM_CREATED = "team.created";
  public static final String PROJECT_CREATED = "project.created";
  public static final String ORGANIZATION_UPDATED = "organization.updated";
  public static final String ORGANIZATION_DELETED = "organization.deleted";
  public static final String TEAM_UPDATED = "team.updated";
  public static final String TEAM_DELETED = "team.deleted";
  public static final String PROJECT_UPDATED = "project.updated";
  public static final String PROJECT_DELETED = "project.deleted";
  public static final String MEMBER_ADDED = "member.added";
  public static final String MEMBER_UPDATED = "member.updated";
  public static final String MEMBER_REMOVED = "member.removed";

  /**
   * The types that replaced, in the log, what earlier events said of the same thing: whoever keeps
   * earlier events must not tell them again.
   */
  public static final Set<String> TAKING_BACK =
      Set.of(MESSAGE_UPDATED, MESSAGE_DELETED, COMMENT_UPDATED, COMMENT_DELETED);

  /** The types after which somebody may no longer follow what they followed. */
  public static final Set<String> ENDING_RIGHTS =
      Set.of(MEMBER_REMOVED, MEMBER_UPDATED, PROJECT_DELETED, TEAM_DELETED, ORGANIZATION_DELETED);

  private EventType() {}
}
