/** A node: everything else, put together. */
@NullMarked
package io.teamflow.cluster;

import org.jspecify.annotations.NullMarked;
