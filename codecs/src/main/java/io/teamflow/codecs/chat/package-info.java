/** What travels to and from the chat verticle. */
@NullMarked
package io.teamflow.codecs.chat;

import org.jspecify.annotations.NullMarked;
