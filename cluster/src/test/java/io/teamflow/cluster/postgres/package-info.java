/** The database. */
@NullMarked
package io.teamflow.cluster.postgres;

import org.jspecify.annotations.NullMarked;
