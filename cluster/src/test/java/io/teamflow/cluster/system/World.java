package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.teamflow.driver.ApiClient;
import io.teamflow.driver.NodeProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Two organizations at work. In the first is every {@link Persona}, in the second the stranger and
 * one of everything that the first has. What only a team may read has {@link #SECRET} in it.
 */
final class World {
  /** Stands in every name and text that only the first team may see. */
  static final String SECRET = "walled-garden";

  private static final String PASSWORD = "correct horse battery";

  private final Map<Persona, ApiClient> people = new EnumMap<>(Persona.class);
  private final Place home;
  private final Place abroad;
  private final NodeProcess node;
  private final Mailbox mailbox;

  /** Creates everything over HTTP. */
  World(NodeProcess node) throws Exception {
    this.node = node;
    this.mailbox = new Mailbox(node.management());
    ApiClient owner = ApiClient.register(node.uri());
    people.put(Persona.OWNER, owner);
    Place empty = Place.create(owner, SECRET);
    String team = empty.id("team");
    people.put(Persona.ADMIN, invited(owner, team, "ADMIN"));
    ApiClient member = invited(owner, team, "MEMBER");
    people.put(Persona.MEMBER, member);
    people.put(Persona.GUEST, invited(owner, team, "GUEST"));
    String organization = "/organizations/" + empty.id("organization");
    ApiClient removed = invited(owner, team, "MEMBER");
    people.put(Persona.REMOVED, removed);
    done(owner, "DELETE", organization + "/members/" + removed.user());
    String others = owner.id(organization + "/teams", Map.of("name", "Others"));
    people.put(Persona.COLLEAGUE, invited(owner, others, "MEMBER"));
    String user = invited(owner, team, "MEMBER").user().toString();
    home = invite(owner, empty.with(member, SECRET).with("user", user));

    ApiClient stranger = ApiClient.register(node.uri());
    people.put(Persona.STRANGER, stranger);
    abroad = invite(stranger, Place.create(stranger, "elsewhere").with(stranger, "elsewhere"));
    people.put(Persona.ANONYMOUS, owner.as(""));
    people.put(Persona.SIGNED_OUT, signedOut(owner));
    people.put(Persona.REVOKED, revoked(owner));
  }

  /** Somebody to call as. */
  ApiClient as(Persona persona) {
    return Objects.requireNonNull(people.get(persona));
  }

  /** The first organization. */
  Place home() {
    return home;
  }

  /** The first organization, with a message of which nobody made anything yet. */
  Place homeWithNews() throws Exception {
    Map<String, Object> message = Map.of("clientId", UUID.randomUUID(), "body", SECRET);
    String messages = "/projects/" + home.id("project") + "/messages";
    return home.with("message", as(Persona.MEMBER).id(messages, message));
  }

  /** The other organization. */
  Place abroad() {
    return abroad;
  }

  /** Leaves an invitation open for somebody who never comes. */
  private Place invite(ApiClient owner, Place place) throws Exception {
    String email = UUID.randomUUID() + "@example.org";
    String invitation = owner.id(invitations(place.id("team")), of(email, "MEMBER"));
    return place.with("invitation", invitation).with("proof", mailbox.awaitToken(email, "invited"));
  }

  private ApiClient invited(ApiClient owner, String team, String role) throws Exception {
    ApiClient who = ApiClient.register(node.uri());
    String email = who.get("/me").get("email").textValue();
    owner.create(invitations(team), of(email, role));
    String proof = ApiClient.write(Map.of("token", mailbox.awaitToken(email, "invited")));
    assertEquals(200, who.send("POST", "/invitations/accept", proof, Map.of()).statusCode());
    return who;
  }

  private static ApiClient signedOut(ApiClient owner) throws Exception {
    ApiClient session = owner.login(owner.get("/me").get("email").textValue(), PASSWORD);
    done(session, "POST", "/auth/logout");
    return awaitRefused(session);
  }

  private static ApiClient revoked(ApiClient owner) throws Exception {
    JsonNode token =
        owner.create(
            "/me/tokens",
            Map.of(
                "name", "t",
                "scopes", List.of("admin"),
                "expiresAt", Instant.now().plus(Duration.ofDays(1)).toString()));
    ApiClient program = owner.as(token.get("token").textValue());
    program.get("/projects");
    done(owner, "DELETE", "/me/tokens/" + token.get("id").textValue());
    return awaitRefused(program);
  }

  /** Nodes look for what was revoked twice a second. */
  private static ApiClient awaitRefused(ApiClient client) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> client.send("GET", "/projects", null, Map.of()).statusCode() == 401);
    return client;
  }

  private static void done(ApiClient client, String method, String path) throws Exception {
    assertEquals(204, client.send(method, path, null, Map.of()).statusCode(), path);
  }

  private static String invitations(String team) {
    return "/teams/" + team + "/invitations";
  }

  private static Map<String, String> of(String email, String role) {
    return Map.of("email", email, "role", role);
  }
}
