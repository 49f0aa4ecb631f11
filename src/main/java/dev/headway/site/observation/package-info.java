/** What Spring records of each request, as cheaply as it can be had. */
@NullMarked
package dev.headway.site.observation;

import org.jspecify.annotations.NullMarked;
