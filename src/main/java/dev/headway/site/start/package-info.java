/**
 * The start of the site: its log line, warm-up, watchdog and ahead-of-time processing.
 */
@NullMarked
package dev.headway.site.start;

import org.jspecify.annotations.NullMarked;
