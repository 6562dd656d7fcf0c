/** Tests of this package. */
@NullMarked
package io.teamflow.bench.measure;

import org.jspecify.annotations.NullMarked;
