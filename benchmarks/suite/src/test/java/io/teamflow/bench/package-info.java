/** Tests of this package. */
@NullMarked
package io.teamflow.bench;

import org.jspecify.annotations.NullMarked;
