/** What was measured, as a table, as JSON and as a page. */
@NullMarked
package io.teamflow.bench.report;

import org.jspecify.annotations.NullMarked;
