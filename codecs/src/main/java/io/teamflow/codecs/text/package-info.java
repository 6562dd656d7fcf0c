/** What people write in the text of comments and messages. */
@NullMarked
package io.teamflow.codecs.text;

import org.jspecify.annotations.NullMarked;
