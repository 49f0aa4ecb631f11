/**
 * The site: the book's server as an application on top of the library. No other package
 * imports it.
 */
@NullMarked
package dev.headway.site;

import org.jspecify.annotations.NullMarked;
