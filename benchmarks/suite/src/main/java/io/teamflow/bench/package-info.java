/** The commands of {@code ./teamflow bench} and {@code ./teamflow seed}. */
@NullMarked
package io.teamflow.bench;

import org.jspecify.annotations.NullMarked;
