/** Tests of this package. */
@NullMarked
package io.teamflow.bench.seed;

import org.jspecify.annotations.NullMarked;
