package dev.headway.model;

import java.lang.System.Logger;

import dev.headway.worker.Spares;

/**
 * What a model can make use of.
 *
 * @param size workers that slow requests may hold
 * @param express workers beyond
 * @param spares what stands in for stuck workers
 * @param virtualThreads virtual threads at a time
 * @param queueCapacity jobs that have to find room when all threads are taken
 * @param logger where a pool tells what it does
 */
record Resources(int size, int express, Spares spares, int virtualThreads, int queueCapacity, Logger logger) {

}
