package com.example.plain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Returns the name of the thread that serves a request. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class PlainApplication {

	/** Starts the application. */
	public static void main(String[] args) {
		SpringApplication.run(PlainApplication.class, args);
	}

	@GetMapping("/thread")
	String thread() {
		return Thread.currentThread().getName();
	}

}
