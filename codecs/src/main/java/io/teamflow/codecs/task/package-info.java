/** What travels to and from the work verticles: organizations, teams, projects and tasks. */
@NullMarked
package io.teamflow.codecs.task;

import org.jspecify.annotations.NullMarked;
