/**
 * What a person reads at start: one line that says where to go, or what is wrong and how
 * to mend it.
 */
@NullMarked
package dev.headway.site.start;

import org.jspecify.annotations.NullMarked;
