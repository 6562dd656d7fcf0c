/** What operators and their tools ask a node. */
@NullMarked
package io.teamflow.cluster.management;

import org.jspecify.annotations.NullMarked;
