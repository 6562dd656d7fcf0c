package io.teamflow.cluster.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.driver.ApiClient;
import io.teamflow.driver.CheckingClient;
import io.teamflow.driver.NodeProcess;
import io.teamflow.driver.StoryCheck;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation that is not about one's own account, called by everybody: whoever may not is
 * refused and changes no row, and so is whoever names an id of another organization anywhere. Those
 * who may send the very same request at last, so that no refusal was for another reason.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthorizationTest {
  private static final List<Persona> OUTSIDERS =
      List.of(Persona.STRANGER, Persona.REMOVED, Persona.COLLEAGUE);
  private static final Pattern PLACE = Pattern.compile("[$]\\{(\\w+)}");

  private final Map<String, AuthorizationRow> table = AuthorizationRow.all();
  private Nodes nodes;
  private NodeProcess node;
  private World world;
  private Rows rows;

  @BeforeAll
  void start() throws Exception {
    nodes = new Nodes();
    node =
        nodes
            .start(
                Map.of(
                    "TEAMFLOW_LIMITS_LOGINS_PER_MINUTE", "1000000",
                    "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE", "1000000"))
            .awaitReady();
    world = new World(node);
    rows = new Rows(nodes);
    await().until(() -> rows.count("mail") == 0);
  }

  @AfterAll
  void close() throws Exception {
    rows.close();
    assertFalse(node.log().contains(" ERROR "), node.log());
    assertFalse(node.log().contains(World.SECRET), node.log());
    nodes.close();
  }

  static List<Operation> operations() throws Exception {
    return Operation.all().stream().filter(operation -> !operation.isOfAccount()).toList();
  }

  @Test
  @Order(1)
  void everyOperationHasItsRow() throws Exception {
    Set<String> known = operations().stream().map(Operation::id).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(known), new TreeSet<>(table.keySet()));
  }

  @ParameterizedTest
  @MethodSource("operations")
  @Order(2)
  void whoeverMayNotIsRefusedAndChangesNothing(Operation operation) throws Exception {
    AuthorizationRow row = row(operation);
    Map<String, String> before = rows.fingerprints();
    for (Persona persona : EnumSet.complementOf(row.allowed())) {
      HttpResponse<String> answer = send(operation, row, persona, world.home());
      String told = operation + " by " + persona + ": " + answer.statusCode() + " " + answer.body();
      Set<Integer> expected = persona.isSomebody() ? row.denied() : Set.of(401);
      assertTrue(expected.contains(answer.statusCode()), told);
      assertFalse(answer.body().contains(World.SECRET), told);
      assertEquals(before, rows.fingerprints(), told);
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  @Order(3)
  void anIdOfAnotherOrganizationIsRefusedAnywhereAndChangesNothing(Operation operation)
      throws Exception {
    AuthorizationRow row = row(operation);
    Map<String, String> before = rows.fingerprints();
    for (String place : places(operation, row)) {
      for (Persona persona : row.allowed()) {
        Place swapped = world.home().with(place, world.abroad().id(place));
        HttpResponse<String> answer = send(operation, row, persona, swapped);
        String told =
            operation + " by " + persona + " with a foreign " + place + ": " + answer.body();
        boolean inPath = template(operation).contains("${" + place + "}");
        int status = answer.statusCode();
        assertTrue(
            inPath ? row.denied().contains(status) : status >= 400 && status < 500 && status != 401,
            status + " " + told);
        assertEquals(before, rows.fingerprints(), told);
      }
    }
  }

  @Test
  @Order(4)
  void nobodyElsesListsShowWhatIsInTheTeam() throws Exception {
    for (Operation operation : operations()) {
      AuthorizationRow row = row(operation);
      if (operation.method().equals("GET") && row.calls() == AuthorizationRow.Calls.EACH) {
        for (Persona persona : OUTSIDERS) {
          String body = send(operation, row, persona, world.home()).body();
          assertFalse(body.contains(World.SECRET), operation + " shows " + persona + " " + body);
        }
      }
    }
  }

  @Test
  @Order(4)
  void nobodyElseIsToldWhatIsSaidAndDoneInTheTeam() throws Exception {
    ApiClient member = world.as(Persona.MEMBER);
    ApiClient stranger = world.as(Persona.STRANGER);
    String project = "/projects/" + world.home().id("project");
    Map<Persona, RawSocket> sockets = new EnumMap<>(Persona.class);
    for (Persona persona : OUTSIDERS) {
      sockets.put(persona, refusedEverywhere(persona));
    }
    CheckingClient inside = new CheckingClient(member.token()).connect(node.uri());
    StoryCheck story = inside.subscribe("project:" + world.home().id("project"));
    member.create(project + "/messages", message("<@" + stranger.user() + "> " + World.SECRET));
    String task = member.id(project + "/tasks", Map.of("title", World.SECRET));
    member.create("/tasks/" + task + "/comments", Map.of("body", World.SECRET));
    await().untilAsserted(() -> assertEquals(3, story.events().size()));
    for (Persona persona : OUTSIDERS) {
      try (RawSocket socket = Objects.requireNonNull(sockets.get(persona))) {
        socket.say(Map.of("op", "ping"));
        String heard = textUntil(socket, "\"op\":\"pong\"");
        assertFalse(heard.contains(World.SECRET), persona + " heard " + heard);
      }
    }
    inside.abort();
    String address = stranger.get("/me").get("email").textValue();
    assertFalse(new Mailbox(node.management()).find(address, "").orElse("").contains(World.SECRET));
  }

  /** Last, because it changes the world: these are the requests that were refused above. */
  @Test
  @Order(5)
  void whoeverMayIsNotRefused() throws Exception {
    List<String> wrong = new ArrayList<>();
    List<String> order = List.copyOf(table.keySet());
    List<Operation> operations = new ArrayList<>(operations());
    operations.sort(Comparator.comparing(operation -> order.indexOf(operation.id())));
    for (Operation operation : operations) {
      AuthorizationRow row = row(operation);
      int most =
          switch (row.calls()) {
            case EACH -> row.allowed().size();
            case ONCE -> 1;
            case NEVER -> 0;
          };
      for (Persona persona : row.allowed().stream().sorted().limit(most).toList()) {
        Place ids = row.body().contains("${message}") ? world.homeWithNews() : world.home();
        Map<String, String> before = rows.fingerprints();
        HttpResponse<String> answer = send(operation, row, persona, ids);
        if (answer.statusCode() != row.status()) {
          wrong.add(operation + " by " + persona + ": " + answer.body());
        }
        assertTrue(answer.statusCode() != 201 || !before.equals(rows.fingerprints()));
      }
    }
    assertEquals(List.of(), wrong);
  }

  /** A socket of somebody who has asked to follow the project and the team, and may not. */
  private RawSocket refusedEverywhere(Persona persona) throws Exception {
    RawSocket socket = RawSocket.open(node.uri(), "");
    socket.say(Map.of("op", "identify", "d", Map.of("token", world.as(persona).token())));
    for (String kind : List.of("project", "team")) {
      String channel = kind + ":" + world.home().id(kind);
      socket.say(Map.of("op", "subscribe", "ch", channel, "d", Map.of()));
      textUntil(socket, "\"code\":\"NOT_FOUND\"");
    }
    return socket;
  }

  /** Everything that a socket is told, up to a frame with such a text. */
  private static String textUntil(RawSocket socket, String last) throws IOException {
    StringBuilder heard = new StringBuilder();
    String text;
    do {
      text = socket.receive().text();
      heard.append(text).append('\n');
    } while (!text.contains(last));
    return heard.toString();
  }

  private static Map<String, Object> message(String body) {
    return Map.of("clientId", UUID.randomUUID(), "body", body);
  }

  private AuthorizationRow row(Operation operation) {
    return Objects.requireNonNull(table.get(operation.id()), () -> operation + " has no row");
  }

  /** The path with {@code ${task}} and the like where it has ids. */
  private static String template(Operation operation) {
    return operation
        .path()
        .replace("{id}", "${" + (isOfTrash(operation) ? "trashed" : operation.kind()) + "}")
        .replace("{userId}", "${user}")
        .replace("{emoji}", "%F0%9F%91%8D")
        .replaceAll("(?<![$])\\{(\\w+)}", "\\${$1}");
  }

  private static boolean isOfTrash(Operation operation) {
    return operation.path().endsWith("/restore");
  }

  /** What can be foreign in a request. */
  private Set<String> places(Operation operation, AuthorizationRow row) {
    return PLACE
        .matcher(template(operation) + row.query() + row.body())
        .results()
        .map(found -> found.group(1))
        .filter(place -> !Set.of("random", "version").contains(place))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private HttpResponse<String> send(
      Operation operation, AuthorizationRow row, Persona persona, Place ids) throws Exception {
    String path = filled(template(operation), ids) + filled(row.query(), ids);
    String body = row.body().isEmpty() ? null : filled(row.body(), ids);
    Map<String, String> headers =
        operation.headers().contains("If-Match")
            ? Map.of(
                "If-Match", "\"" + rows.version(operation.kind(), ids.id(operation.kind())) + "\"")
            : Map.of();
    return world.as(persona).request(operation.method(), path, body, headers);
  }

  private String filled(String template, Place ids) throws SQLException {
    Matcher places = PLACE.matcher(template);
    StringBuilder filled = new StringBuilder();
    while (places.find()) {
      places.appendReplacement(filled, Matcher.quoteReplacement(value(places.group(1), ids)));
    }
    return places.appendTail(filled).toString();
  }

  private String value(String place, Place ids) throws SQLException {
    return switch (place) {
      case "random" -> UUID.randomUUID().toString();
      case "version" -> Long.toString(rows.version("task", ids.id("task")));
      default -> ids.id(place);
    };
  }
}
