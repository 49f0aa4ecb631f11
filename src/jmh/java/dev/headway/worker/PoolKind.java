package dev.headway.worker;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.tomcat.util.threads.TaskQueue;

/**
 * The pools that are compared. All have a fixed number of workers, started up front, and
 * a queue of the same capacity.
 */
public enum PoolKind {

	/** Headway's, with one express worker and spares, as in the server. */
	HEADWAY {

		@Override
		Running start(int workers, int queueCapacity) {
			int express = (workers > 1) ? 1 : 0;
			ThreadPool pool = new ThreadPool(workers - express, express, new Spares(16, Duration.ofMillis(50)),
					queueCapacity, System.getLogger(ThreadPool.class.getName()));
			return new Running(pool, pool::close);
		}

	},

	/** The JDK's. */
	JDK {

		@Override
		Running start(int workers, int queueCapacity) {
			var pool = new java.util.concurrent.ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(queueCapacity));
			pool.prestartAllCoreThreads();
			return new Running(pool, pool::shutdown);
		}

	},

	/** Tomcat's own, which serves requests by default. */
	TOMCAT {

		@Override
		Running start(int workers, int queueCapacity) {
			TaskQueue queue = new TaskQueue(queueCapacity);
			var pool = new org.apache.tomcat.util.threads.ThreadPoolExecutor(workers, workers, 0, TimeUnit.SECONDS,
					queue);
			queue.setParent(pool);
			pool.prestartAllCoreThreads();
			return new Running(pool, pool::shutdown);
		}

	};

	abstract Running start(int workers, int queueCapacity);

	/**
	 * A pool at work.
	 *
	 * @param executor takes jobs
	 * @param end ends its threads
	 */
	record Running(Executor executor, Runnable end) {
	}

}
