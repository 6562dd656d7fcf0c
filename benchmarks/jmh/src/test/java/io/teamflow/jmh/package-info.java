/** That what is measured alone runs. */
@NullMarked
package io.teamflow.jmh;

import org.jspecify.annotations.NullMarked;
