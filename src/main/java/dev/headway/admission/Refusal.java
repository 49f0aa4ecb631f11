package dev.headway.admission;

import java.io.IOException;
import java.time.Duration;

import dev.headway.site.ErrorPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/** A clean no: 503 with its page, and when to try again. */
final class Refusal {

	private final ErrorPages pages;

	Refusal(ErrorPages pages) {
		this.pages = pages;
	}

	void send(Duration retryAfter, HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
		this.pages.send(HttpServletResponse.SC_SERVICE_UNAVAILABLE, request, response);
	}

}
