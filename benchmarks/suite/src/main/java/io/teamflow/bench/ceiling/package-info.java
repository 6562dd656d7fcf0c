/** The same statements without TeamFlow: what its database can do at most. */
@NullMarked
package io.teamflow.bench.ceiling;

import org.jspecify.annotations.NullMarked;
