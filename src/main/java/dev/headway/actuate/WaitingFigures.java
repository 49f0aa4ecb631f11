package dev.headway.actuate;

import java.util.List;

/** What the endpoint shows of requests that are kept from the workers. */
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
	 * What handlers are taken for, the busiest first.
	 * @return a bounded number of them; none if nobody decides
	 */
	List<HandlerDescriptor> handlers();

}
