/** Tests of this package. */
@NullMarked
package io.teamflow.bench.socket;

import org.jspecify.annotations.NullMarked;
