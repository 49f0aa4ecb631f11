/** The pools: numbered workers and one bounded queue, made of the JDK alone. */
@NullMarked
package dev.headway.worker;

import org.jspecify.annotations.NullMarked;
