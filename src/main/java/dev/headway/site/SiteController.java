package dev.headway.site;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Three arms, like the original's {@code match}: {@code /}, {@code /sleep}, and
 * everything else.
 *
 * @see WrittenPath
 */
@Controller
class SiteController {

	private final Page hello;

	private final ErrorPages errorPages;

	private final Sleep sleep;

	SiteController(Sleep sleep, ErrorPages errorPages) {
		this.hello = Page.of(Page.read("hello.html"));
		this.sleep = sleep;
		this.errorPages = errorPages;
	}

	@GetMapping("/")
	void hello(HttpServletRequest request, HttpServletResponse response) throws IOException {
		switch (this.hello.precondition(request)) {
			case MET -> this.hello.send(request, response);
			case NOT_MODIFIED -> this.hello.sendNotModified(response);
			case FAILED -> this.errorPages.send(HttpServletResponse.SC_PRECONDITION_FAILED, request, response);
		}
	}

	@GetMapping("/sleep")
	void sleep(HttpServletRequest request, HttpServletResponse response) throws IOException {
		switch (this.sleep.sleep(request)) {
			case SLEPT -> hello(request, response);
			// the shutdown's time is over
			case INTERRUPTED -> this.errorPages.send(HttpServletResponse.SC_SERVICE_UNAVAILABLE, request, response);
			case SUSPENDED -> {
			}
		}
	}

	@RequestMapping("/**")
	void notFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.errorPages.send(HttpServletResponse.SC_NOT_FOUND, request, response);
	}

	/** Spring MVC matches OPTIONS only if a mapping names it. */
	@RequestMapping(path = "/**", method = RequestMethod.OPTIONS)
	void options(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
		notFound(request, response);
	}

}
