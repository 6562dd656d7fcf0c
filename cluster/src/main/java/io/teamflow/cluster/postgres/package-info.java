/** The database: an embedded PostgreSQL shared by the nodes of one machine, or an external one. */
@NullMarked
package io.teamflow.cluster.postgres;

import org.jspecify.annotations.NullMarked;
