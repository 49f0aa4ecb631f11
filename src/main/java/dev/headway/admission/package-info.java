/**
 * Decides which requests may hold a worker and which wait: pace, slots, the waiting room
 * and refusals.
 */
@NullMarked
package dev.headway.admission;

import org.jspecify.annotations.NullMarked;
