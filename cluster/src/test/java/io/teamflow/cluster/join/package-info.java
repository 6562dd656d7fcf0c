/** Tests of how a node joins. */
@NullMarked
package io.teamflow.cluster.join;

import org.jspecify.annotations.NullMarked;
