/** What an application gets by having Headway on its class path. */
@NullMarked
package dev.headway.autoconfigure;

import org.jspecify.annotations.NullMarked;
