/** The wire form and the promises of the bus. */
@NullMarked
package io.teamflow.codecs.bus;

import org.jspecify.annotations.NullMarked;
