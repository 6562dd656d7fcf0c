@NullMarked
package io.teamflow.codecs.text;

import org.jspecify.annotations.NullMarked;
