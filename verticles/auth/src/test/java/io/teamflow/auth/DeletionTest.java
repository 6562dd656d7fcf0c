package io.teamflow.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.auth.DeleteAccount;
import io.teamflow.codecs.auth.GetProfile;
import io.teamflow.codecs.auth.SignedIn;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The end of an account: refused while somebody depends on it, and then without a trace of the
 * person.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletionTest {
  private TestAuth auth;

  @BeforeAll
  void start() throws Exception {
    auth = TestAuth.start();
  }

  @AfterAll
  void close() throws Exception {
    auth.close();
  }

  @Test
  void aDeletedAccountLeavesNothingPersonal() throws Exception {
    SignedIn in = auth.register();
    delete(in);
    auth.refuseRefresh(in);
    assertEquals(
        List.of("deleted Deleted account"),
        auth.select(
            "SELECT email || ' ' || name FROM account WHERE id = '" + in.user().id() + "'"));
    assertEquals(
        Code.UNAUTHENTICATED,
        auth.refusal(AuthMessages.GET_PROFILE, TestAuth.callerOf(in), new GetProfile()).code());
    assertTrue(
        auth.select("SELECT session_id FROM revocation")
            .contains(TestAuth.sessionOf(in).toString()));
    auth.register(in.user().email()); // the address is free again
  }

  @Test
  void whoIsAloneInChargeIsToldOfWhat() throws Exception {
    SignedIn in = auth.register();
    UUID organization = organization(in, "OWNER");
    UUID team = team(organization, in, "ADMIN");
    Failure refused =
        auth.refusal(AuthMessages.DELETE_ACCOUNT, TestAuth.callerOf(in), new DeleteAccount());
    assertEquals(Code.CONFLICT, refused.code());
    assertTrue(refused.detail().contains("Engines, Core"), refused.detail());
    auth.refresh(in);

    SignedIn other = auth.register();
    join("organization_member", organization, other, "OWNER");
    join("team_member", team, other, "ADMIN");
    delete(auth.login(in));
    assertEquals(
        List.of(other.user().id().toString()),
        auth.select("SELECT user_id FROM team_member WHERE team_id = '" + team + "'"));
    assertEquals(List.of(told(in, "teamId", team)), removals(team));
    assertEquals(List.of(told(in, "organizationId", organization)), removals(organization));
  }

  private static String told(SignedIn in, String place, UUID id) {
    return "{\"userId\":\"%s\",\"%s\":\"%s\"}".formatted(in.user().id(), place, id);
  }

  private List<String> removals(UUID stream) throws Exception {
    return auth.select(
        "SELECT payload FROM event WHERE type = 'member.removed' AND stream_id = '" + stream + "'");
  }

  @Test
  void ofTwoOwnersWhoLeaveAtOnceOneStays() throws Exception {
    SignedIn ada = auth.register();
    SignedIn bob = auth.register();
    UUID organization = organization(ada, "OWNER");
    join("organization_member", organization, bob, "OWNER");
    List<Future<?>> both =
        List.of(
            auth.bus.request(
                AuthMessages.DELETE_ACCOUNT, TestAuth.callerOf(ada), new DeleteAccount()),
            auth.bus.request(
                AuthMessages.DELETE_ACCOUNT, TestAuth.callerOf(bob), new DeleteAccount()));
    Future.join(both).otherwiseEmpty().await(10, TimeUnit.SECONDS);
    assertEquals(1, both.stream().filter(Future::succeeded).count());
  }

  @Test
  void onlyAFreshSessionDeletes() throws Exception {
    SignedIn in = auth.register();
    auth.ageSessions(in);
    assertEquals(
        Code.FORBIDDEN,
        auth.refusal(AuthMessages.DELETE_ACCOUNT, TestAuth.callerOf(in), new DeleteAccount())
            .code());
    auth.refresh(in);
  }

  private void delete(SignedIn in) throws Exception {
    auth.ask(AuthMessages.DELETE_ACCOUNT, TestAuth.callerOf(in), new DeleteAccount());
  }

  private UUID organization(SignedIn in, String role) {
    UUID id = UUID.randomUUID();
    auth.database.execute("INSERT INTO organization (id, name) VALUES ('" + id + "', 'Engines')");
    auth.database.execute("INSERT INTO stream (id, kind) VALUES ('" + id + "', 'organization')");
    join("organization_member", id, in, role);
    return id;
  }

  private UUID team(UUID organization, SignedIn in, String role) {
    UUID id = UUID.randomUUID();
    auth.database.execute(
        "INSERT INTO team (id, organization_id, name) VALUES ('"
            + id
            + "', '"
            + organization
            + "', 'Core')");
    auth.database.execute("INSERT INTO stream (id, kind) VALUES ('" + id + "', 'team')");
    join("team_member", id, in, role);
    return id;
  }

  private void join(String table, UUID group, SignedIn in, String role) {
    auth.database.execute(
        "INSERT INTO "
            + table
            + " VALUES ('"
            + group
            + "', '"
            + in.user().id()
            + "', '"
            + role
            + "')");
  }
}
