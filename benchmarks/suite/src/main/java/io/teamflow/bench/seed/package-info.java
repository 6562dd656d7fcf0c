/** Fills an installation with a team at work, over the public HTTP API alone. */
@NullMarked
package io.teamflow.bench.seed;

import org.jspecify.annotations.NullMarked;
