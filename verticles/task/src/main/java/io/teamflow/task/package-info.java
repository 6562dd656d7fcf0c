/**
 * Organizations, teams, projects, labels and tasks. Handlers answer addresses, stores hold the SQL;
 * who may do what is decided inside the statement that does it.
 */
@NullMarked
package io.teamflow.task;

import org.jspecify.annotations.NullMarked;
