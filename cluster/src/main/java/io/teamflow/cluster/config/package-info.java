/** The settings of a node, read once from file and environment. */
@NullMarked
package io.teamflow.cluster.config;

import org.jspecify.annotations.NullMarked;
