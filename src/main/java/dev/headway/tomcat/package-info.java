/**
 * The one place where Tomcat's classes are named: how it is given the pool, and what
 * requests pass before the application.
 */
@NullMarked
package dev.headway.tomcat;

import org.jspecify.annotations.NullMarked;
