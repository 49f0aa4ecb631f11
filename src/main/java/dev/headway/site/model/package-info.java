/**
 * The concurrency models: one class for each, which makes the pool that runs Tomcat's
 * jobs.
 */
@NullMarked
package dev.headway.site.model;

import org.jspecify.annotations.NullMarked;
