package io.teamflow.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is online in the rooms that are open on this node: whoever follows the stream on any node. A
 * node answers for its own users and leases what it says: who is not heard of for {@link #LEASE_NS}
 * is gone, whatever the cluster says. Pure: no clock and no I/O. Lives in memory only.
 */
final class Presence {
  /** Ids that one signal names. */
  static final int LISTED_MAX = 200;

  /** Users in rooms, one by one, that this node answers for; more are not told. */
  static final int PAIRS_MAX = 100_000;

  /** Three beats are missed before it ends, and the end is told within five seconds of a crash. */
  static final long LEASE_NS = 3_500_000_000L;

  /**
   * A user in a room of one node.
   *
   * @param present whether the user came, or went
   */
  record Change(UUID room, UUID user, boolean present) {
    private long hash() {
      return hashOf(room, user);
    }
  }

  private record Pair(UUID room, UUID user) {}

  private static final class Room {
    /** Subscriptions of this node, by user. */
    final Map<UUID, Integer> own = new HashMap<>();

    /** Nodes, by user; this one included. */
    final Map<UUID, Integer> online = new LinkedHashMap<>();

    /** Who was touched since the last signal, and whether they were online before. */
    final Map<UUID, Boolean> before = new LinkedHashMap<>();

    long ownDigest;

    void come(UUID user) {
      before.putIfAbsent(user, online.containsKey(user));
      online.merge(user, 1, Integer::sum);
    }

    void go(UUID user) {
      before.putIfAbsent(user, online.containsKey(user));
      online.computeIfPresent(user, (_, nodes) -> nodes == 1 ? null : nodes - 1);
    }
  }

  private static final class Remote {
    final Map<UUID, Set<UUID>> users = new HashMap<>();
    long digest;
    long heardAt;
  }

  private final Map<UUID, Room> rooms = new HashMap<>();
  private final Map<String, Remote> remotes = new HashMap<>();
  private Set<Pair> untold = new LinkedHashSet<>();
  private int pairs;

  // Rooms and users of this node

  /** Somebody of this node begins to follow. */
  void open(UUID room) {
    rooms.computeIfAbsent(room, _ -> new Room());
  }

  /** Nobody of this node follows any more. */
  void close(UUID room) {
    Room closed = rooms.remove(room);
    if (closed != null) {
      pairs -= closed.own.size();
      remotes.values().forEach(remote -> forget(remote, room));
    }
  }

  void arrived(UUID room, UUID user) {
    Room here = rooms.get(room);
    if (here == null) {
      return;
    }
    if (here.own.containsKey(user)) {
      here.own.merge(user, 1, Integer::sum);
    } else if (pairs < PAIRS_MAX) {
      pairs++;
      here.own.put(user, 1);
      here.ownDigest ^= hashOf(room, user);
      here.come(user);
      untold.add(new Pair(room, user));
    }
  }

  void departed(UUID room, UUID user) {
    Room here = rooms.get(room);
    Integer count = here == null ? null : here.own.get(user);
    if (here == null || count == null) {
      return;
    }
    if (count > 1) {
      here.own.put(user, count - 1);
    } else {
      pairs--;
      here.own.remove(user);
      here.ownDigest ^= hashOf(room, user);
      here.go(user);
      untold.add(new Pair(room, user));
    }
  }

  // What nodes tell each other

  /** What changed on this node since the last call. */
  List<Change> takeUntold() {
    List<Change> changes =
        untold.stream().map(pair -> new Change(pair.room, pair.user, isHere(pair))).toList();
    untold = new LinkedHashSet<>();
    return changes;
  }

  private boolean isHere(Pair pair) {
    Room room = rooms.get(pair.room);
    return room != null && room.own.containsKey(pair.user);
  }

  /** Everybody of this node in some of the rooms. */
  List<Change> own(Predicate<UUID> some) {
    List<Change> all = new ArrayList<>();
    rooms.forEach(
        (id, room) -> {
          if (some.test(id)) {
            room.own.keySet().forEach(user -> all.add(new Change(id, user, true)));
          }
        });
    return all;
  }

  /** By which another node sees whether it knows everybody of this node in some of the rooms. */
  long ownDigest(Predicate<UUID> some) {
    long digest = 0;
    for (Map.Entry<UUID, Room> room : rooms.entrySet()) {
      digest ^= some.test(room.getKey()) ? room.getValue().ownDigest : 0;
    }
    return digest;
  }

  /**
   * Another node said something, if only that it is there.
   *
   * @param all whether it tells of everybody, and not of what changed
   */
  void heard(String node, List<Change> changes, boolean all, long now) {
    Remote remote = remotes.computeIfAbsent(node, _ -> new Remote());
    remote.heardAt = now;
    if (all) {
      List.copyOf(remote.users.keySet()).forEach(room -> forget(remote, room));
    }
    for (Change change : changes) {
      Room room = rooms.get(change.room);
      if (room == null) {
        continue; // not followed any more
      }
      Set<UUID> users = remote.users.computeIfAbsent(change.room, _ -> new HashSet<>());
      if (change.present && users.add(change.user)) {
        remote.digest ^= change.hash();
        room.come(change.user);
      } else if (!change.present && users.remove(change.user)) {
        remote.digest ^= change.hash();
        room.go(change.user);
      }
    }
  }

  /** What this node knows of another one, to be compared with its {@link #ownDigest}. */
  long digestOf(String node) {
    Remote remote = remotes.get(node);
    return remote == null ? 0 : remote.digest;
  }

  /** Ends the leases of nodes that were not heard of; whether there were any. */
  boolean expire(long now) {
    boolean ended = false;
    for (String node : List.copyOf(remotes.keySet())) {
      Remote remote = remotes.get(node);
      if (remote != null && now - remote.heardAt > LEASE_NS) {
        List.copyOf(remote.users.keySet()).forEach(room -> forget(remote, room));
        remotes.remove(node);
        ended = true;
      }
    }
    return ended;
  }

  /** Begins every lease anew, because this node itself was not there to listen. */
  void renew(long now) {
    remotes.values().forEach(remote -> remote.heardAt = now);
  }

  private void forget(Remote remote, UUID room) {
    Set<UUID> users = remote.users.remove(room);
    if (users != null) {
      Room here = rooms.get(room);
      for (UUID user : users) {
        remote.digest ^= hashOf(room, user);
        if (here != null) {
          here.go(user);
        }
      }
    }
  }

  // What clients are told

  /** Who is online, as JSON; at most {@value #LISTED_MAX} ids, and how many there are. */
  String snapshot(UUID room) {
    Room here = rooms.get(room);
    return here == null ? "{\"online\":[],\"count\":0}" : snapshot(here);
  }

  private static String snapshot(Room room) {
    return "{\"online\":" + list(room.online.keySet().stream()) + count(room);
  }

  /** Who came and who went since the last call, as JSON, by room. */
  Map<UUID, String> takeChanges() {
    Map<UUID, String> changes = new HashMap<>();
    rooms.forEach(
        (id, room) -> {
          if (!room.before.isEmpty()) {
            String change = change(room);
            if (!change.isEmpty()) {
              changes.put(id, change);
            }
            room.before.clear();
          }
        });
    return changes;
  }

  private static String change(Room room) {
    List<UUID> joined = new ArrayList<>();
    List<UUID> left = new ArrayList<>();
    room.before.forEach(
        (user, was) -> {
          boolean is = room.online.containsKey(user);
          if (is != was) {
            (is ? joined : left).add(user);
          }
        });
    if (joined.isEmpty() && left.isEmpty()) {
      return "";
    }
    return joined.size() + left.size() > LISTED_MAX
        ? snapshot(room)
        : "{\"joined\":" + list(joined.stream()) + ",\"left\":" + list(left.stream()) + count(room);
  }

  private static String list(Stream<UUID> users) {
    return users
        .limit(LISTED_MAX)
        .map(user -> "\"" + user + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String count(Room room) {
    return ",\"count\":" + room.online.size() + '}';
  }

  private static long hashOf(UUID room, UUID user) {
    return Interest.hash(
        new UUID(
            room.getMostSignificantBits() ^ Long.rotateLeft(user.getMostSignificantBits(), 17),
            room.getLeastSignificantBits() ^ Long.rotateLeft(user.getLeastSignificantBits(), 29)));
  }
}
