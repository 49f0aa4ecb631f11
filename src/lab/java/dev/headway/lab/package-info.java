/**
 * The lab: every model, each in a server of its own, through the same scenario, and a
 * report that shows them side by side.
 */
@NullMarked
package dev.headway.lab;

import org.jspecify.annotations.NullMarked;
