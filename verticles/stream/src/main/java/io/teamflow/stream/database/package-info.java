/** How verticles read and write PostgreSQL: one way to write, one place that maps its errors. */
@NullMarked
package io.teamflow.stream.database;

import org.jspecify.annotations.NullMarked;
