/**
 * The ordered log of each project, team, organization and user: replay, the node-to-node pipe and
 * the fan-out to the sockets of this node.
 */
@NullMarked
package io.teamflow.stream;

import org.jspecify.annotations.NullMarked;
