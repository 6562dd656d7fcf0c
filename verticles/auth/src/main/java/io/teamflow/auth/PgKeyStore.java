package io.teamflow.auth;

import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Supplier;

/** The signing keys in PostgreSQL. */
final class PgKeyStore {
  /** A key signs once every node had the time to publish it; the first key has no choice. */
  private static final String IN_FORCE =
      """
      SELECT kid, public_jwk, private_key_sealed,
             bool_or(created_at > now() - interval '60 days') OVER () AS has_young
        FROM signing_key, LATERAL (SELECT created_at <= now() - interval '5 minutes') AS p (known)
       WHERE retires_at > now()
       ORDER BY known DESC, CASE WHEN known THEN created_at END DESC, created_at, kid
      """;

  /** Of nodes that start at once, one makes the key. */
  private static final Lock ONE_AT_A_TIME =
      new Lock("SELECT pg_advisory_xact_lock(hashtext('signing_key'))", Tuple.tuple());

  private static final Statement INSERT_IF_NONE_YOUNG =
      Statement.of(
          """
          WITH retired AS (DELETE FROM signing_key WHERE retires_at <= now())
          INSERT INTO signing_key (kid, public_jwk, private_key_sealed, retires_at)
          SELECT $1, $2, $3, now() + interval '90 days'
           WHERE NOT EXISTS (SELECT FROM signing_key
                              WHERE created_at > now() - interval '60 days')
          """);

  private final Reads reads;
  private final Writes writes;

  PgKeyStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** The keys that verify, the one that signs first. */
  Future<List<SealedKey>> findOrInsert(Supplier<SealedKey> generator) {
    return reads
        .list(IN_FORCE, Tuple.tuple())
        .compose(
            rows -> {
              if (!rows.isEmpty() && rows.getFirst().getBoolean("has_young")) {
                return Future.succeededFuture(rows);
              }
              SealedKey key = generator.get();
              return writes
                  .runLocked(
                      ONE_AT_A_TIME,
                      INSERT_IF_NONE_YOUNG,
                      Tuple.of(key.kid(), key.publicJwk(), key.ciphertext()))
                  .compose(_ -> reads.list(IN_FORCE, Tuple.tuple()));
            })
        .map(rows -> rows.stream().map(PgKeyStore::toKey).toList());
  }

  private static SealedKey toKey(Row row) {
    return new SealedKey(
        row.getString("kid"), row.getString("public_jwk"), row.getBuffer("private_key_sealed"));
  }
}
