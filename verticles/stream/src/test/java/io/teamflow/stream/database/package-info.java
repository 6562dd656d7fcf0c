/** The real database that tests run against. */
@NullMarked
package io.teamflow.stream.database;

import org.jspecify.annotations.NullMarked;
