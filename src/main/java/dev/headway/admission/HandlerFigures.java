package dev.headway.admission;

import java.time.Duration;

/**
 * What is known of a handler.
 *
 * @param key what tells it from others
 * @param pace what it is taken for now
 * @param quickShare which part of its recent requests was quick, 0 to 1; 0 if none is
 * known
 * @param average how long its recent requests held a worker, without the time that their
 * clients made them wait
 * @param count requests that this has been learned from
 * @param running requests that may run now
 * @param waiting requests that wait now
 */
public record HandlerFigures(HandlerKey key, LearnedPace pace, double quickShare, Duration average, long count,
		int running, int waiting) {
}
