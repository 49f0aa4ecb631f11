/**
 * The lab: it runs each model, in a server of its own, through the same scenario, and
 * writes a report that compares them.
 */
@NullMarked
package dev.headway.lab;

import org.jspecify.annotations.NullMarked;
