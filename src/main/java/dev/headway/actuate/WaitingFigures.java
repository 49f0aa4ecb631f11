package dev.headway.actuate;

import java.util.List;

/** The endpoint's figures of requests that wait without a worker or are refused. */
public interface WaitingFigures {

	/**
	 * How many requests wait without a worker.
	 * @return a number from 0 to the capacity
	 */
	int size();

	/**
	 * How many requests can wait without a worker.
	 * @return 0 or more
	 */
	int capacity();

	/**
	 * How many requests were refused since the start because there was no room.
	 * @return never less than before
	 */
	long rejectedFull();

	/**
	 * How many requests were refused since the start because they had waited too long.
	 * @return never less than before
	 */
	long rejectedTimeout();

	/**
	 * The handlers and their paces, the busiest first.
	 * @return a bounded number of handlers; none if there is no admission
	 */
	List<HandlerDescriptor> handlers();

}
