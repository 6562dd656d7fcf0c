/** Reading and writing identities and positions. */
@NullMarked
package io.teamflow.codecs.stream;

import org.jspecify.annotations.NullMarked;
