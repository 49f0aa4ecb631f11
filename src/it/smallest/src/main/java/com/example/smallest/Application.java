package com.example.smallest;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application with a quick handler and a slow one. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class Application {

	/** Slow requests that have begun. */
	final AtomicInteger slow = new AtomicInteger();

	/** Starts the application. */
	public static void main(String[] args) {
		SpringApplication.run(Application.class, args);
	}

	@GetMapping("/quick")
	String quick() {
		return Thread.currentThread().getName();
	}

	@GetMapping("/slow")
	String slow() throws InterruptedException {
		this.slow.incrementAndGet();
		Thread.sleep(2000);
		return "done";
	}

}
