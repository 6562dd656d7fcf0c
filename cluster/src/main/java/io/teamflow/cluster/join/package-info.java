/** How nodes find each other. The only package that names Hazelcast. */
@NullMarked
package io.teamflow.cluster.join;

import org.jspecify.annotations.NullMarked;
