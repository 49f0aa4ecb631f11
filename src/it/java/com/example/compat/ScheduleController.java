package com.example.compat;

import java.util.concurrent.CountDownLatch;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has a periodic task, on the application's only thread for such tasks. */
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

	/** The thread of the task. */
	@GetMapping("/scheduled")
	String scheduled() throws InterruptedException {
		this.begun.await();
		return this.thread;
	}

}
