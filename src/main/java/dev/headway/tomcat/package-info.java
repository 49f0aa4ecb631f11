/**
 * The one place where Tomcat's classes are named: how the pool and the pages are given to
 * it.
 */
@NullMarked
package dev.headway.tomcat;

import org.jspecify.annotations.NullMarked;
