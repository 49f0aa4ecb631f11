/**
 * {@code /actuator/workers}: the pool as JSON for programs, as the live board for people.
 */
@NullMarked
package dev.headway.worker.endpoint;

import org.jspecify.annotations.NullMarked;
