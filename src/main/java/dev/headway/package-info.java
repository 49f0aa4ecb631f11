/** The application itself: what starts everything else, and nothing more. */
@NullMarked
package dev.headway;

import org.jspecify.annotations.NullMarked;
