/** The checker is checked: what it is to find, it finds. */
@NullMarked
package io.teamflow.driver;

import org.jspecify.annotations.NullMarked;
