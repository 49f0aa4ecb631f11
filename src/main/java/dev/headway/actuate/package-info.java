/**
 * Shows the pool to people and to programs: meters, {@code /actuator/workers} as JSON and
 * as the live board, and health.
 */
@NullMarked
package dev.headway.actuate;

import org.jspecify.annotations.NullMarked;
