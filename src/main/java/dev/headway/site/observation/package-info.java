/** Spring's timers of requests, at a low cost. */
@NullMarked
package dev.headway.site.observation;

import org.jspecify.annotations.NullMarked;
