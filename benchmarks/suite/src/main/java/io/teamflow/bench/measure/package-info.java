/** What the processes under load use, and two sides measured in turn. */
@NullMarked
package io.teamflow.bench.measure;

import org.jspecify.annotations.NullMarked;
