/** The conversation of each project: messages are committed in groups and ordered by the stream. */
@NullMarked
package io.teamflow.chat;

import org.jspecify.annotations.NullMarked;
