/** Work against a real PostgreSQL. */
@NullMarked
package io.teamflow.task;

import org.jspecify.annotations.NullMarked;
