/** Tests of this package. */
@NullMarked
package io.teamflow.bench.scenario;

import org.jspecify.annotations.NullMarked;
