/**
 * The auto-configurations and properties that an application gets with Headway on its
 * class path.
 */
@NullMarked
package dev.headway.autoconfigure;

import org.jspecify.annotations.NullMarked;
