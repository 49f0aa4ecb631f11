package dev.headway.worker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One worker at one moment. Busy and idle time add up to the time since the worker
 * started. A spare's time starts with its pool: while it isn't in use it is idle.
 *
 * @param number the worker's number, 0 or more, never changes
 * @param spare whether it stands in for stuck workers
 * @param inUse whether it can run jobs; always true, unless it is a spare
 * @param state idle or busy
 * @param jobs jobs run to their end, whether they returned or threw
 * @param requests requests finished, see {@link Worker#begin}
 * @param queuedTime how long those requests had waited for a worker in total
 * @param busyTime time spent in jobs, the one in progress included
 * @param idleTime time spent waiting for jobs
 * @param current the request in progress; empty also for a busy worker whose job serves
 * none
 * @param last the last requests, oldest first
 */
public record WorkerSnapshot(int number, boolean spare, boolean inUse, WorkerState state, long jobs, long requests,
		Duration queuedTime, Duration busyTime, Duration idleTime, Optional<RunningRequest> current,
		List<FinishedRequest> last) {

	/**
	 * Makes the list of requests immutable.
	 */
	public WorkerSnapshot {
		last = List.copyOf(last);
	}

}
