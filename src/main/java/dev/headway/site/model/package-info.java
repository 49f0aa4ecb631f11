/**
 * Which model runs the requests: one class for each, which makes the pool that Tomcat is
 * given.
 */
@NullMarked
package dev.headway.site.model;

import org.jspecify.annotations.NullMarked;
