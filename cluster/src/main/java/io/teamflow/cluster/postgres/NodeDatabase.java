package io.teamflow.cluster.postgres;

import java.util.UUID;

/**
 * The database of a node, migrated and ready.
 *
 * @param app how verticles connect: a role without rights to change the schema
 * @param installation the identity of the data, which names the cluster
 * @param oneStartAtATime whether no other node with this database starts meanwhile
 */
public record NodeDatabase(
    DatabaseAccess app, UUID installation, boolean oneStartAtATime, Lease lease) {

  /** The node's share in the database: while a node has one, an embedded server is not stopped. */
  @FunctionalInterface
  public interface Lease extends AutoCloseable {
    /** Gives the share back; the last one stops an embedded server. */
    @Override
    void close();
  }
}
