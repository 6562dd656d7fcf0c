package io.teamflow.codecs.task;

/** What a member may do in an organization; owners and admins act as admins of all its teams. */
public enum OrganizationRole {
  OWNER,
  ADMIN,
  MEMBER
}
