/** Tests of this package. */
@NullMarked
package io.teamflow.bench.report;

import org.jspecify.annotations.NullMarked;
