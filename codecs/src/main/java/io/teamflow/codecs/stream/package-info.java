/** The vocabulary of streams: identities, positions and committed events. */
@NullMarked
package io.teamflow.codecs.stream;

import org.jspecify.annotations.NullMarked;
