package com.example.compat;

import java.util.concurrent.CountDownLatch;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has a task that runs now and then, on the application's one thread for such tasks. */
@RestController
@EnableScheduling
class ScheduleController {

	private final boolean blocking;

	private final CountDownLatch begun = new CountDownLatch(1);

	private volatile String thread = "";

	/**
	 * Makes the task.
	 * @param blocking whether it never ends
	 */
	ScheduleController(@Value("${compat.blocking-task:false}") boolean blocking) {
		this.blocking = blocking;
	}

	@Scheduled(fixedDelay = 10)
	void run() throws InterruptedException {
		this.thread = Thread.currentThread().getName();
		this.begun.countDown();
		if (this.blocking) {
			new CountDownLatch(1).await();
		}
	}

	/** The thread that the task has. */
	@GetMapping("/scheduled")
	String scheduled() throws InterruptedException {
		this.begun.await();
		return this.thread;
	}

}
