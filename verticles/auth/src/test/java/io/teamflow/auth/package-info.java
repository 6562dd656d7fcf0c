/** Auth against a real PostgreSQL. */
@NullMarked
package io.teamflow.auth;

import org.jspecify.annotations.NullMarked;
