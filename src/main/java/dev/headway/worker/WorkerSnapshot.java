package dev.headway.worker;

import java.time.Duration;

/**
 * One worker as it was at one moment. The two times add up to the time since the worker
 * started.
 *
 * @param number the worker's number, from 0 up, the same for life
 * @param state idle or busy
 * @param jobs jobs run to their end, whether they returned or threw
 * @param requests requests begun, see {@link Worker#begin}
 * @param busyTime time spent in jobs, the one in progress included
 * @param idleTime time spent waiting for jobs
 */
public record WorkerSnapshot(int number, WorkerState state, long jobs, long requests, Duration busyTime,
		Duration idleTime) {

}
