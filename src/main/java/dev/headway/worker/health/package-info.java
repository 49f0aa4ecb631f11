/**
 * Whether the workers get anywhere: the health component, and the watch over stuck ones.
 */
@NullMarked
package dev.headway.worker.health;

import org.jspecify.annotations.NullMarked;
