package dev.headway.model;

import java.lang.System.Logger;

/**
 * What a model can make use of.
 *
 * @param size workers that slow requests may hold
 * @param express workers beyond
 * @param virtualThreads virtual threads at a time
 * @param queueCapacity jobs that have to find room when all threads are taken
 * @param logger where a pool tells what it does
 */
record Resources(int size, int express, int virtualThreads, int queueCapacity, Logger logger) {

}
