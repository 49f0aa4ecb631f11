/** The pools: numbered workers and one bounded queue, on the JDK alone. */
@NullMarked
package dev.headway.worker;

import org.jspecify.annotations.NullMarked;
