package dev.headway.worker;

import java.time.Instant;

/**
 * A request that holds a worker.
 *
 * @param id grows by one with each request of the same worker; stays the same when it is
 * finished
 * @param method as sent
 * @param path as sent, without the query
 * @param since when it began to hold the worker
 */
public record RunningRequest(long id, String method, String path, Instant since) {

}
