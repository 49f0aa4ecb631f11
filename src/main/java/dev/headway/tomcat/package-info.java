/**
 * The only package that uses Tomcat's classes: it connects the pool, and has the adapters
 * and valves in front of the application.
 */
@NullMarked
package dev.headway.tomcat;

import org.jspecify.annotations.NullMarked;
