/** The questions asked of TeamFlow, each a pair of sides doing the same work. */
@NullMarked
package io.teamflow.bench.scenario;

import org.jspecify.annotations.NullMarked;
