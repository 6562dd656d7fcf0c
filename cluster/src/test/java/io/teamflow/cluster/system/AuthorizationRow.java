package io.teamflow.cluster.system;

import static io.teamflow.cluster.system.Persona.ADMIN;
import static io.teamflow.cluster.system.Persona.COLLEAGUE;
import static io.teamflow.cluster.system.Persona.GUEST;
import static io.teamflow.cluster.system.Persona.MEMBER;
import static io.teamflow.cluster.system.Persona.OWNER;
import static io.teamflow.cluster.system.Persona.STRANGER;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who may do what: a row for each operation of the contract that is not about one's own account.
 *
 * @param allowed who may; everybody else is refused
 * @param body of a request that those who may are right to send; {@code ${task}} and the like are
 *     ids of a {@link Place}, each of which is also replaced by a foreign one; {@code ${version}}
 *     is that of the task
 * @param query behind the path
 * @param status what those who may are answered
 * @param calls how often it is tried by those who may
 * @param denied what everybody else is answered who has signed in
 */
record AuthorizationRow(
    EnumSet<Persona> allowed,
    String body,
    String query,
    int status,
    Calls calls,
    Set<Integer> denied) {

  /** How often those who may call. */
  enum Calls {
    /** Each of them. */
    EACH,
    /** Only who is least among them: what was there is gone. */
    ONCE,
    /** None of them: the answer does not end, or needs what only a mail has. */
    NEVER
  }

  private static final Set<Integer> DENIED = Set.of(403, 404);
  private static final EnumSet<Persona> EVERYBODY = EnumSet.allOf(Persona.class);
  private static final EnumSet<Persona> PEOPLE = EnumSet.range(STRANGER, OWNER);
  private static final EnumSet<Persona> ORGANIZATION = EnumSet.of(COLLEAGUE, MEMBER, ADMIN, OWNER);
  private static final EnumSet<Persona> TEAM = EnumSet.range(GUEST, OWNER);
  private static final EnumSet<Persona> MEMBERS = EnumSet.range(MEMBER, OWNER);
  private static final EnumSet<Persona> ADMINS = EnumSet.range(ADMIN, OWNER);
  private static final EnumSet<Persona> OWNERS = EnumSet.of(OWNER);
  private static final EnumSet<Persona> AUTHOR = EnumSet.of(MEMBER);
  private static final EnumSet<Persona> NOBODY = EnumSet.noneOf(Persona.class);

  /** Each operation's row, those that take something away last. */
  static Map<String, AuthorizationRow> all() {
    Map<String, AuthorizationRow> rows = new LinkedHashMap<>();
    about(rows);
    work(rows);
    tasks(rows);
    chat(rows);
    endings(rows);
    return rows;
  }

  private static void about(Map<String, AuthorizationRow> rows) {
    rows.put("getStart", read(EVERYBODY));
    rows.put("getKeys", read(EVERYBODY));
    rows.put("getOpenApi", read(EVERYBODY));
    rows.put("getAsyncApi", read(EVERYBODY));
  }

  private static void work(Map<String, AuthorizationRow> rows) {
    String named = "{\"name\":\"Named\"}";
    rows.put("listOrganizations", read(PEOPLE));
    rows.put("createOrganization", create(PEOPLE, named));
    rows.put("getOrganization", read(ORGANIZATION));
    rows.put("patchOrganization", change(OWNERS, named));
    rows.put("listOrganizationMembers", read(ORGANIZATION));
    rows.put("patchOrganizationMember", change(OWNERS, "{\"role\":\"ADMIN\"}"));
    rows.put("listTeams", read(ORGANIZATION));
    rows.put("createTeam", create(ORGANIZATION, named));
    rows.put("getTeam", read(TEAM));
    rows.put("patchTeam", change(ADMINS, named));
    rows.put("listTeamMembers", read(TEAM));
    rows.put("patchTeamMember", change(ADMINS, "{\"role\":\"MEMBER\"}"));
    rows.put("listInvitations", read(ADMINS));
    rows.put(
        "createInvitation",
        create(ADMINS, "{\"email\":\"${random}@example.org\",\"role\":\"MEMBER\"}"));
    rows.put("acceptInvitation", never(NOBODY, "{\"token\":\"${proof}\"}"));
    rows.put("listTeamProjects", read(TEAM));
    rows.put("createProject", create(MEMBERS, named));
    rows.put("listProjects", read(PEOPLE));
    rows.put("getProject", read(TEAM));
    rows.put("patchProject", change(MEMBERS, named));
    rows.put("listLabels", read(TEAM));
    rows.put("createLabel", create(MEMBERS, "{\"name\":\"${random}\",\"color\":\"#00ff00\"}"));
    rows.put("patchLabel", change(MEMBERS, "{\"color\":\"#0000ff\"}"));
  }

  private static void tasks(Map<String, AuthorizationRow> rows) {
    String text = "{\"body\":\"text\"}";
    String task =
        "{\"title\":\"t\",\"assignees\":[\"${user}\"],\"labels\":[\"${label}\"],\"parent\":\"${other}\"}";
    rows.put("listTasks", read(TEAM));
    rows.put("createTask", create(MEMBERS, "{\"message\":\"${message}\"," + task.substring(1)));
    rows.put("getTask", read(TEAM));
    rows.put("patchTask", change(MEMBERS, task));
    rows.put( // 409 says of each task why it cannot be changed
        "patchTasks",
        changeOfMany(
            MEMBERS,
            "{\"changes\":[{\"id\":\"${task}\",\"version\":${version},\"patch\":" + task + "}]}"));
    rows.put("moveTask", change(MEMBERS, "{\"status\":\"TODO\",\"after\":\"${other}\"}"));
    rows.put("listComments", read(TEAM));
    rows.put("createComment", create(MEMBERS, text));
    rows.put("listWatchers", read(TEAM));
    rows.put("watchTask", done(TEAM));
    rows.put("unwatchTask", done(TEAM));
    rows.put("listSubtasks", read(TEAM));
    rows.put("listDependencies", read(TEAM));
    rows.put("linkTasks", done(MEMBERS));
    rows.put("unlinkTasks", done(MEMBERS));
    rows.put("editComment", change(AUTHOR, text));
    rows.put("listActivity", read(TEAM));
    rows.put("listTrash", read(TEAM));
  }

  private static void chat(Map<String, AuthorizationRow> rows) {
    rows.put("pullEvents", read(TEAM));
    rows.put("listen", listen(TEAM, "?channel=project:${project}"));
    rows.put("createTicket", create(PEOPLE, ""));
    rows.put("listMessages", read(TEAM));
    rows.put(
        "sendMessage",
        create(TEAM, "{\"clientId\":\"${random}\",\"body\":\"hello\",\"replyTo\":\"${message}\"}"));
    rows.put("getMessage", read(TEAM));
    rows.put("editMessage", change(AUTHOR, "{\"body\":\"edited\"}"));
    rows.put("listReplies", read(TEAM));
    rows.put("addReaction", done(TEAM));
    rows.put("removeReaction", done(TEAM));
    rows.put("markRead", change(TEAM, "{\"seq\":1}"));
    rows.put("getUnread", read(TEAM));
    rows.put("listUnread", read(PEOPLE));
  }

  private static void endings(Map<String, AuthorizationRow> rows) {
    rows.put("deleteMessage", once(MEMBERS, 204));
    rows.put("deleteComment", once(MEMBERS, 204));
    rows.put("deleteTask", once(MEMBERS, 204));
    rows.put("restoreTask", once(MEMBERS, 200));
    rows.put("deleteLabel", once(MEMBERS, 204));
    rows.put("revokeInvitation", once(ADMINS, 204));
    rows.put("removeTeamMember", once(ADMINS, 204));
    rows.put("removeOrganizationMember", once(OWNERS, 204));
    rows.put("leaveTeam", once(TEAM, 204));
    rows.put("deleteTeam", once(ADMINS, 409)); // it has projects
    rows.put("deleteOrganization", once(OWNERS, 409)); // it has teams
    rows.put("deleteProject", once(ADMINS, 204));
  }

  private static AuthorizationRow read(EnumSet<Persona> allowed) {
    return new AuthorizationRow(allowed, "", "", 200, Calls.EACH, DENIED);
  }

  private static AuthorizationRow create(EnumSet<Persona> allowed, String body) {
    return new AuthorizationRow(allowed, body, "", 201, Calls.EACH, DENIED);
  }

  private static AuthorizationRow change(EnumSet<Persona> allowed, String body) {
    return new AuthorizationRow(allowed, body, "", 200, Calls.EACH, DENIED);
  }

  private static AuthorizationRow changeOfMany(EnumSet<Persona> allowed, String body) {
    return new AuthorizationRow(allowed, body, "", 200, Calls.EACH, Set.of(403, 404, 409));
  }

  private static AuthorizationRow done(EnumSet<Persona> allowed) {
    return new AuthorizationRow(allowed, "", "", 204, Calls.EACH, DENIED);
  }

  private static AuthorizationRow once(EnumSet<Persona> allowed, int status) {
    return new AuthorizationRow(allowed, "", "", status, Calls.ONCE, DENIED);
  }

  private static AuthorizationRow listen(EnumSet<Persona> allowed, String query) {
    return new AuthorizationRow(allowed, "", query, 200, Calls.NEVER, DENIED);
  }

  private static AuthorizationRow never(EnumSet<Persona> allowed, String body) {
    return new AuthorizationRow(allowed, body, "", 0, Calls.NEVER, DENIED);
  }
}
