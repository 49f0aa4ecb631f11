package com.example.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers of each kind, including errors. */
@RestController
class AnswerController {

	/** Long enough to be compressed. */
	@GetMapping("/answer/large")
	String large() {
		return "large ".repeat(10_000);
	}

	@GetMapping("/answer/nothing")
	ResponseEntity<Void> nothing() {
		return ResponseEntity.noContent().build();
	}

	/** Its header is sent before its end. */
	@GetMapping("/answer/unchanged")
	void unchanged(HttpServletResponse response) throws IOException {
		response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
		response.flushBuffer();
	}

	@GetMapping("/answer/boom")
	String boom() {
		throw new IllegalStateException("boom");
	}

	@GetMapping("/answer/gone")
	String gone() {
		throw new ResponseStatusException(HttpStatus.GONE, "it was here");
	}

	@GetMapping("/answer/conflict")
	void conflict(HttpServletResponse response) throws IOException {
		response.sendError(HttpServletResponse.SC_CONFLICT, "twice");
	}

	/** For pages of one other site. */
	@CrossOrigin(origins = "https://shop.example", allowCredentials = "true", exposedHeaders = "X-Shared", maxAge = 60)
	@RequestMapping(path = "/shared", method = { RequestMethod.GET, RequestMethod.PUT })
	ResponseEntity<String> shared() {
		return ResponseEntity.ok().header("X-Shared", "yes").body("shared");
	}

	@GetMapping("/answer/problem")
	ProblemDetail problem() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "not like this");
		problem.setTitle("Problem");
		return problem;
	}

	@GetMapping("/answer/thrown-problem")
	ProblemDetail thrownProblem() {
		throw new ErrorResponseException(HttpStatus.UNPROCESSABLE_CONTENT);
	}

	/** Holds a slot as long as a file exists. */
	@GetMapping("/hold")
	String hold(@RequestParam String file) {
		while (Files.exists(Path.of(file))) {
			Pause.millis(5);
		}
		return "held";
	}

}
