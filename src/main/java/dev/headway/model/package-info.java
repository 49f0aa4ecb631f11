/** Which model runs the requests: here, the pool that Tomcat is given. */
@NullMarked
package dev.headway.model;

import org.jspecify.annotations.NullMarked;
