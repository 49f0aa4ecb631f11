package dev.headway.worker.endpoint;

/**
 * What the endpoint says of the way in which requests meet threads.
 *
 * @param name as it is configured
 * @param description one sentence for people
 * @param threads what it takes to run requests, such as "4 workers and 1 express"
 */
public record ModelDescriptor(String name, String description, String threads) {

}
