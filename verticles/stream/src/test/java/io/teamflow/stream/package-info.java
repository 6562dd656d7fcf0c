/** Streams on real clusters of two nodes and a real PostgreSQL. */
@NullMarked
package io.teamflow.stream;

import org.jspecify.annotations.NullMarked;
