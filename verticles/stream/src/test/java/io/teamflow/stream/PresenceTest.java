package io.teamflow.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.stream.Presence.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PresenceTest {
  private static final UUID ROOM = UUID.randomUUID();
  private static final UUID ADA = UUID.randomUUID();
  private static final UUID BEN = UUID.randomUUID();

  private final Presence here = new Presence();

  @BeforeEach
  void openRoom() {
    here.open(ROOM);
  }

  @Test
  void whoHasTwoSocketsComesAndGoesOnce() {
    here.arrived(ROOM, ADA);
    here.arrived(ROOM, ADA);
    assertEquals(told(List.of(ADA), List.of(), 1), change());
    here.departed(ROOM, ADA);
    assertEquals(Map.of(), here.takeChanges());
    here.departed(ROOM, ADA);
    assertEquals(told(List.of(), List.of(ADA), 0), change());
    here.departed(ROOM, ADA); // of a socket that was never counted in
    assertEquals(Map.of(), here.takeChanges());
  }

  @Test
  void whoIsBackBeforeItIsToldWasNeverAway() {
    here.arrived(ROOM, ADA);
    here.takeChanges();
    here.departed(ROOM, ADA);
    here.arrived(ROOM, ADA);
    assertEquals(Map.of(), here.takeChanges());
  }

  @Test
  void whoIsOnTwoNodesIsOnlineUntilBothAreLeft() {
    here.arrived(ROOM, ADA);
    here.heard("b", List.of(new Change(ROOM, ADA, true), new Change(ROOM, BEN, true)), false, 0);
    assertEquals(2, change().getInteger("count"));
    here.departed(ROOM, ADA);
    assertEquals(Map.of(), here.takeChanges());
    here.heard("b", List.of(new Change(ROOM, ADA, false)), false, 0);
    assertEquals(told(List.of(), List.of(ADA), 1), change());
  }

  @Test
  void aNodeThatIsSilentTakesItsUsersWithIt() {
    here.arrived(ROOM, ADA);
    here.heard("b", List.of(new Change(ROOM, BEN, true)), false, 0);
    here.heard("c", List.of(), false, 1);
    here.takeChanges();
    here.expire(Presence.LEASE_NS);
    assertEquals(Map.of(), here.takeChanges());
    here.expire(Presence.LEASE_NS + 1);
    assertEquals(told(List.of(), List.of(BEN), 1), change());
    here.heard("b", List.of(), false, Presence.LEASE_NS + 2);
    assertNotEquals(digestOfOne(BEN), here.digestOf("b")); // so that it tells again
  }

  @Test
  void aNodeThatCouldNotListenBlamesNobody() {
    here.heard("b", List.of(new Change(ROOM, BEN, true)), false, 0);
    here.takeChanges();
    here.renew(10 * Presence.LEASE_NS);
    here.expire(10 * Presence.LEASE_NS + 1);
    assertEquals(Map.of(), here.takeChanges());
  }

  @Test
  void twoNodesAgreeAgainAfterSomethingWasLost() {
    Presence there = new Presence();
    there.open(ROOM);
    there.arrived(ROOM, ADA);
    here.heard("b", there.takeUntold(), false, 0);
    assertEquals(there.ownDigest(ROOM::equals), here.digestOf("b"));
    there.arrived(ROOM, BEN);
    there.departed(ROOM, ADA);
    there.takeUntold(); // lost
    assertNotEquals(there.ownDigest(ROOM::equals), here.digestOf("b"));
    here.heard("b", there.own(ROOM::equals), true, 0);
    assertEquals(there.ownDigest(ROOM::equals), here.digestOf("b"));
    assertEquals(told(List.of(BEN), List.of(), 1), change());
  }

  @Test
  void whatIsSaidOfARoomThatNobodyFollowsIsForgotten() {
    here.heard("b", List.of(new Change(ROOM, BEN, true)), false, 0);
    here.close(ROOM);
    assertEquals(0, here.digestOf("b"));
    here.heard("b", List.of(new Change(ROOM, ADA, true)), false, 0);
    assertEquals(0, here.digestOf("b"));
    here.open(ROOM);
    assertEquals("{\"online\":[],\"count\":0}", here.snapshot(ROOM));
  }

  @Test
  void ofACrowdSomeAreNamedAndAllAreCounted() {
    List<UUID> crowd = IntStream.range(0, 1_000).mapToObj(_ -> UUID.randomUUID()).toList();
    crowd.forEach(user -> here.arrived(ROOM, user));
    JsonObject snapshot = change();
    assertEquals(1_000, snapshot.getInteger("count"));
    assertEquals(Presence.LISTED_MAX, snapshot.getJsonArray("online").size());
    here.departed(ROOM, crowd.getFirst());
    assertEquals(told(List.of(), List.of(crowd.getFirst()), 999), change());
  }

  @Test
  void thePresenceThatANodeAnswersForIsBounded() {
    for (int i = 0; i <= Presence.PAIRS_MAX; i++) {
      here.arrived(ROOM, new UUID(1, i));
    }
    assertEquals(Presence.PAIRS_MAX, here.own(ROOM::equals).size());
    here.departed(ROOM, new UUID(1, 0));
    here.arrived(ROOM, ADA);
    assertTrue(here.own(ROOM::equals).contains(new Change(ROOM, ADA, true)));
  }

  private JsonObject change() {
    return new JsonObject(here.takeChanges().getOrDefault(ROOM, "{}"));
  }

  private static JsonObject told(List<UUID> joined, List<UUID> left, int count) {
    return new JsonObject()
        .put("joined", new JsonArray(joined.stream().map(UUID::toString).toList()))
        .put("left", new JsonArray(left.stream().map(UUID::toString).toList()))
        .put("count", count);
  }

  private static long digestOfOne(UUID user) {
    Presence alone = new Presence();
    alone.open(ROOM);
    alone.arrived(ROOM, user);
    return alone.ownDigest(ROOM::equals);
  }
}
