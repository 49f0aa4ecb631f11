package dev.headway.worker;

import java.time.Instant;

/**
 * A request that held a worker and was answered.
 *
 * @param id grows by one with each request of the same worker
 * @param method as sent
 * @param path as sent, without the query
 * @param start when it began to hold the worker
 * @param end when it let go of it
 * @param status the status of the answer
 */
public record FinishedRequest(long id, String method, String path, Instant start, Instant end, int status) {

}
