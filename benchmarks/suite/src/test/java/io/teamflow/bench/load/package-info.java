/** Tests of this package. */
@NullMarked
package io.teamflow.bench.load;

import org.jspecify.annotations.NullMarked;
