package io.teamflow.codecs.task;

/** What a member may do in a team; guests read, chat, and change only what is assigned to them. */
public enum TeamRole {
  ADMIN,
  MEMBER,
  GUEST
}
