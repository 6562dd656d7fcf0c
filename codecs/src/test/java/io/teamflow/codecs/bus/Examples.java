package io.teamflow.codecs.bus;

import io.teamflow.codecs.auth.AskToRegister;
import io.teamflow.codecs.auth.BeginOidc;
import io.teamflow.codecs.auth.ChangePassword;
import io.teamflow.codecs.auth.CompleteOidc;
import io.teamflow.codecs.auth.ConfirmTotp;
import io.teamflow.codecs.auth.CreateTicket;
import io.teamflow.codecs.auth.CreateToken;
import io.teamflow.codecs.auth.CreatedTicket;
import io.teamflow.codecs.auth.CreatedToken;
import io.teamflow.codecs.auth.DeleteAccount;
import io.teamflow.codecs.auth.DisableTotp;
import io.teamflow.codecs.auth.EnableTotp;
import io.teamflow.codecs.auth.FindGrant;
import io.teamflow.codecs.auth.ForgotPassword;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.Grant;
import io.teamflow.codecs.auth.IdentityList;
import io.teamflow.codecs.auth.IdentityView;
import io.teamflow.codecs.auth.KeySet;
import io.teamflow.codecs.auth.LinkOidc;
import io.teamflow.codecs.auth.ListIdentities;
import io.teamflow.codecs.auth.ListKeys;
import io.teamflow.codecs.auth.ListSessions;
import io.teamflow.codecs.auth.ListTokens;
import io.teamflow.codecs.auth.Login;
import io.teamflow.codecs.auth.Logout;
import io.teamflow.codecs.auth.LogoutAll;
import io.teamflow.codecs.auth.OidcOutcome;
import io.teamflow.codecs.auth.OidcStart;
import io.teamflow.codecs.auth.PatchProfile;
import io.teamflow.codecs.auth.RecoveryCodes;
import io.teamflow.codecs.auth.RedeemTicket;
import io.teamflow.codecs.auth.Refresh;
import io.teamflow.codecs.auth.Register;
import io.teamflow.codecs.auth.RemoveIdentity;
import io.teamflow.codecs.auth.ResetPassword;
import io.teamflow.codecs.auth.RevokeSession;
import io.teamflow.codecs.auth.RevokeToken;
import io.teamflow.codecs.auth.SendVerification;
import io.teamflow.codecs.auth.SessionList;
import io.teamflow.codecs.auth.SessionView;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.auth.TicketHolder;
import io.teamflow.codecs.auth.TokenList;
import io.teamflow.codecs.auth.TokenView;
import io.teamflow.codecs.auth.TotpSecret;
import io.teamflow.codecs.auth.UserView;
import io.teamflow.codecs.auth.VerifyEmail;
import io.teamflow.codecs.chat.DeleteMessage;
import io.teamflow.codecs.chat.EditMessage;
import io.teamflow.codecs.chat.GetMessage;
import io.teamflow.codecs.chat.GetUnread;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.ListReplies;
import io.teamflow.codecs.chat.ListUnread;
import io.teamflow.codecs.chat.MarkRead;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.React;
import io.teamflow.codecs.chat.SearchMessages;
import io.teamflow.codecs.chat.SendMessage;
import io.teamflow.codecs.chat.Unread;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.task.AcceptInvitation;
import io.teamflow.codecs.task.CreateComment;
import io.teamflow.codecs.task.CreateInvitation;
import io.teamflow.codecs.task.CreateLabel;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.CreateProject;
import io.teamflow.codecs.task.CreateTask;
import io.teamflow.codecs.task.CreateTeam;
import io.teamflow.codecs.task.DeleteComment;
import io.teamflow.codecs.task.DeleteLabel;
import io.teamflow.codecs.task.DeleteOrganization;
import io.teamflow.codecs.task.DeleteProject;
import io.teamflow.codecs.task.DeleteTask;
import io.teamflow.codecs.task.DeleteTeam;
import io.teamflow.codecs.task.Dependencies;
import io.teamflow.codecs.task.EditComment;
import io.teamflow.codecs.task.GetOrganization;
import io.teamflow.codecs.task.GetProject;
import io.teamflow.codecs.task.GetTask;
import io.teamflow.codecs.task.GetTeam;
import io.teamflow.codecs.task.LabelPatch;
import io.teamflow.codecs.task.LeaveTeam;
import io.teamflow.codecs.task.LinkTasks;
import io.teamflow.codecs.task.ListActivity;
import io.teamflow.codecs.task.ListComments;
import io.teamflow.codecs.task.ListDependencies;
import io.teamflow.codecs.task.ListInvitations;
import io.teamflow.codecs.task.ListLabels;
import io.teamflow.codecs.task.ListOrganizationMembers;
import io.teamflow.codecs.task.ListOrganizations;
import io.teamflow.codecs.task.ListProjects;
import io.teamflow.codecs.task.ListSubtasks;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.codecs.task.ListTeamMembers;
import io.teamflow.codecs.task.ListTeams;
import io.teamflow.codecs.task.ListTrash;
import io.teamflow.codecs.task.ListWatchers;
import io.teamflow.codecs.task.MoveTask;
import io.teamflow.codecs.task.OrganizationRole;
import io.teamflow.codecs.task.PatchLabel;
import io.teamflow.codecs.task.PatchOrganization;
import io.teamflow.codecs.task.PatchOrganizationMember;
import io.teamflow.codecs.task.PatchProject;
import io.teamflow.codecs.task.PatchTask;
import io.teamflow.codecs.task.PatchTasks;
import io.teamflow.codecs.task.PatchTeam;
import io.teamflow.codecs.task.PatchTeamMember;
import io.teamflow.codecs.task.ProjectPatch;
import io.teamflow.codecs.task.RemoveOrganizationMember;
import io.teamflow.codecs.task.RemoveTeamMember;
import io.teamflow.codecs.task.RestoreTask;
import io.teamflow.codecs.task.RevokeInvitation;
import io.teamflow.codecs.task.TaskChanges;
import io.teamflow.codecs.task.TaskFields;
import io.teamflow.codecs.task.TaskFilter;
import io.teamflow.codecs.task.TaskOrder;
import io.teamflow.codecs.task.TaskPatch;
import io.teamflow.codecs.task.TaskPlace;
import io.teamflow.codecs.task.TaskPriority;
import io.teamflow.codecs.task.TaskStatus;
import io.teamflow.codecs.task.TeamRole;
import io.teamflow.codecs.task.UnlinkTasks;
import io.teamflow.codecs.task.UnwatchTask;
import io.teamflow.codecs.task.WatchTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One instance of every message with every member present: what the golden files say. */
final class Examples {
  private static final UUID A = UUID.fromString("01932f00-0000-7000-8000-00000000000a");
  private static final UUID B = UUID.fromString("01932f00-0000-7000-8000-00000000000b");
  private static final UUID C = UUID.fromString("01932f00-0000-7000-8000-00000000000c");
  private static final Instant AT = Instant.parse("2026-11-24T08:15:30.123456Z");
  private static final PageRequest PAGE = new PageRequest(20, "bmV4dA");
  private static final UserView ADA = new UserView(A, "ada@example.org", "Ada Lovelace");

  private static final TokenView TOKEN =
      new TokenView(B, "build server", List.of("tasks:read"), AT, AT, null);
  private static final SignedIn SIGNED_IN =
      new SignedIn(ADA, "header.claims.signature", 900, "cmVmcmVzaA");

  private static final Map<Class<?>, Message> BY_TYPE =
      Stream.concat(auth(), Stream.concat(work(), chat()))
          .collect(Collectors.toMap(Message::getClass, Function.identity()));

  private Examples() {}

  static Map<Class<?>, Message> all() {
    return BY_TYPE;
  }

  private static Stream<Message> auth() {
    return Stream.of(
        new Register("ada@example.org", "correct horse battery", "Ada Lovelace"),
        new Login("ada@example.org", "correct horse battery", "123456"),
        new Refresh("cmVmcmVzaA"),
        new Logout(),
        new LogoutAll(),
        new ChangePassword("correct horse battery", "stapled to a newer horse"),
        new ListSessions(),
        new RevokeSession(A),
        new SessionList(List.of(new SessionView(A, "curl/8.5", "192.0.2.7", AT, AT, true))),
        new AskToRegister("ada@example.org", "correct horse battery", "Ada Lovelace"),
        new VerifyEmail("cHJvb2Y"),
        new SendVerification(),
        new ForgotPassword("ada@example.org"),
        new ResetPassword("cHJvb2Y", "stapled to a newer horse"),
        new GetProfile(),
        new PatchProfile(3, "Ada King"),
        new DeleteAccount(),
        new EnableTotp(),
        new ConfirmTotp("123456"),
        new DisableTotp(),
        new TotpSecret("JBSWY3DP", "otpauth://totp/TeamFlow:ada@example.org?secret=JBSWY3DP"),
        new RecoveryCodes(List.of("abcd-efgh")),
        new CreateToken(B, "build server", List.of("tasks:read", "chat:write"), AT),
        new CreatedToken(TOKEN, "tfp_c2VjcmV0"),
        new ListTokens(),
        new TokenList(List.of(TOKEN)),
        new RevokeToken(B),
        new FindGrant("aGFzaA"),
        new Grant(A, B, List.of("tasks:read"), AT),
        new CreateTicket(AT),
        new CreatedTicket("cmVmcmVzaA", AT),
        new RedeemTicket("aGFzaA"),
        new TicketHolder(A, B, AT),
        new ListKeys(),
        SIGNED_IN,
        new BeginOidc("google", "/boards?open=1"),
        new LinkOidc("google", "/settings"),
        new OidcStart("https://accounts.example.org/authorize?state=c3RhdGU", "c2VhbGVk"),
        new CompleteOidc(
            "google",
            "c2VhbGVk",
            "c3RhdGU",
            "Y29kZQ",
            "access_denied",
            "https://accounts.example.org"),
        new OidcOutcome(SIGNED_IN, "/boards"),
        new ListIdentities(),
        new IdentityList(List.of(new IdentityView("google", "ada@example.org", AT))),
        new RemoveIdentity("google"),
        new KeySet("{\"keys\":[]}"),
        new Done());
  }

  private static Stream<Message> work() {
    return Stream.of(
        new CreateOrganization(A, "Analytical Engines"),
        new GetOrganization(A),
        new ListOrganizations(PAGE),
        new PatchOrganization(A, 3, "Engines"),
        new DeleteOrganization(A, 3),
        new ListOrganizationMembers(A, PAGE),
        new PatchOrganizationMember(A, B, OrganizationRole.ADMIN),
        new RemoveOrganizationMember(A, B),
        new CreateTeam(B, A, "Core"),
        new GetTeam(B),
        new ListTeams(A, PAGE),
        new ListTeamMembers(B, PAGE),
        new LeaveTeam(B),
        new PatchTeam(B, 3, "Core"),
        new DeleteTeam(B, 3),
        new PatchTeamMember(B, A, TeamRole.GUEST),
        new RemoveTeamMember(B, A),
        new CreateInvitation(C, B, "ada@example.org", TeamRole.MEMBER),
        new ListInvitations(B, PAGE),
        new RevokeInvitation(C),
        new AcceptInvitation("cHJvb2Y"),
        new CreateProject(C, B, "Web site", "WEB"),
        new GetProject(C),
        new ListProjects(B, PAGE),
        new PatchProject(
            C,
            3,
            new ProjectPatch(new Change<>("Site"), new Change<>(true), new Change<>("strict"))),
        new DeleteProject(C, 3),
        new CreateTask(
            A,
            C,
            new TaskFields(
                "Draw the first page ✏️",
                "In *pencil*.\n",
                TaskPriority.HIGH,
                AT,
                List.of(A, B),
                List.of(C),
                B,
                A)),
        new GetTask(A),
        new ListTasks(
            C,
            PAGE,
            List.of("Qp3x"),
            new TaskFilter(
                List.of(TaskStatus.TODO, TaskStatus.DONE),
                List.of(A),
                List.of(B),
                List.of(TaskPriority.URGENT),
                AT,
                AT,
                "\"green ink\" -red"),
            new TaskOrder(TaskOrder.Key.UPDATED, true)),
        new PatchTask(
            A,
            3,
            new TaskPatch(
                new Change<>("Draw the second page"),
                new Change<>(null),
                new Change<>(TaskStatus.IN_PROGRESS),
                new Change<>(TaskPriority.URGENT),
                new Change<>(AT),
                new Change<>(List.of(B)),
                new Change<>(List.of()),
                new Change<>(null))),
        new MoveTask(A, 3, new TaskPlace(TaskStatus.DONE, B, C)),
        new CreateLabel(A, C, "bug", "#cc3311"),
        new ListLabels(C, PAGE),
        new PatchLabel(A, 3, new LabelPatch(new Change<>("defect"), new Change<>("#cc3312"))),
        new DeleteLabel(A, 3),
        new CreateComment(A, B, "Who draws it, <@01932f00-0000-7000-8000-00000000000b>?"),
        new ListComments(B, PAGE),
        new EditComment(A, 3, "Who draws it?"),
        new DeleteComment(A, 3),
        new ListWatchers(A, PAGE),
        new PatchTasks(
            C,
            new TaskChanges(
                List.of(
                    new TaskChanges.Item(
                        A,
                        3,
                        new TaskPatch(
                            new Change<>("Draw the third page"),
                            null,
                            null,
                            null,
                            new Change<>(null),
                            null,
                            null,
                            null))))),
        new ListActivity(A, PAGE),
        new DeleteTask(A, 3),
        new RestoreTask(A),
        new ListTrash(C, PAGE),
        new WatchTask(A),
        new UnwatchTask(A),
        new ListSubtasks(A, PAGE),
        new ListDependencies(A),
        new LinkTasks(A, B),
        new UnlinkTasks(A, B),
        new Dependencies("[{\"key\":\"WEB-2\"}]", "[]", new Position("9f2c", 41)),
        new Resource(A, 3, "{\"id\":\"01932f00-0000-7000-8000-00000000000a\"}"),
        new ResourcePage(
            "[{\"title\":\"Draw\"}]", "bmV4dA", new Position("9f2c", 41), "Qp3x", false));
  }

  private static Stream<Message> chat() {
    return Stream.of(
        new SendMessage(A, C, B, "hello, \"world\"", A),
        new ListMessages(C, 46L, 50),
        new ListReplies(A, PAGE),
        new GetMessage(A),
        new EditMessage(A, 3, "hello, \"everybody\""),
        new DeleteMessage(A, 3),
        new React(A, "👍🏽", true),
        new SearchMessages(C, "\"green ink\" -red", 46L, 50),
        new MarkRead(C, 46),
        new GetUnread(C),
        new ListUnread(PAGE),
        new Unread("{\"unread\":3}"),
        new MessageAck(A, 46, AT, "{\"body\":\"hello\"}"));
  }
}
