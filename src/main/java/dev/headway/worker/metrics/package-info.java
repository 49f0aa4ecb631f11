/** The pool's figures as meters. */
@NullMarked
package dev.headway.worker.metrics;

import org.jspecify.annotations.NullMarked;
