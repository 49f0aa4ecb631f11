package dev.headway.admission;

import java.time.Duration;

/**
 * What is known of a handler.
 *
 * @param key what tells it from others
 * @param declared what was said of it when it was last asked for; where that is slow or
 * quick it counts, whatever has been learned
 * @param pace what it is taken for now, going by its requests
 * @param quickShare which part of its recent requests was quick, 0 to 1; 0 if none is
 * known
 * @param average how long its recent requests held a worker, without the time that their
 * clients made them wait
 * @param count requests that this has been learned from
 * @param running requests that may run now
 * @param waiting requests that wait now
 * @param refused requests that were refused, since the handler has been remembered
 */
public record HandlerFigures(HandlerKey key, DeclaredPace declared, LearnedPace pace, double quickShare,
		Duration average, long count, int running, int waiting, long refused) {
}
