/**
 * Who may hold a worker and who has to wait: quick or slow, slots, the waiting room, and
 * a clean no.
 */
@NullMarked
package dev.headway.admission;

import org.jspecify.annotations.NullMarked;
