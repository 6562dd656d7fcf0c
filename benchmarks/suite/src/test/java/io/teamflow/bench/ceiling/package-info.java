/** Tests of this package. */
@NullMarked
package io.teamflow.bench.ceiling;

import org.jspecify.annotations.NullMarked;
