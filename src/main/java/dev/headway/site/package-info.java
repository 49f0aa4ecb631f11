/** What the server serves: its pages, and who answers with which. */
@NullMarked
package dev.headway.site;

import org.jspecify.annotations.NullMarked;
